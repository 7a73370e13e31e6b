package dev.ristretto.build.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.build.SourceCompiler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataRepositoryTest {
    private static final String INDEX = """
            [ {"metadata-version":"2.0","tested-versions":["2.0","2.1"],"latest":true},
              {"metadata-version":"1.0","tested-versions":["1.0"],"default-for":"1\\\\..*"} ]
            """;

    @TempDir
    Path folder;

    private MetadataRepository repository() throws Exception {
        Path zip = folder.resolve("repository.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            Map<String, String> files = Map.of(
                    "g/a/index.json", INDEX,
                    "g/a/2.0/index.json", "[]",
                    "g/a/2.0/reflect-config.json", "[2]",
                    "g/a/1.0/reflect-config.json", "[1]");
            for (Map.Entry<String, String> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return new MetadataRepository(zip);
    }

    private Path library(String artifact, String version) throws Exception {
        Path content = folder.resolve(artifact + version);
        Path inside = Files.createDirectories(content.resolve("META-INF/maven/g/" + artifact));
        Files.writeString(
                inside.resolve("pom.properties"), "groupId=g\nartifactId=" + artifact + "\nversion=" + version + "\n");
        return SourceCompiler.jar(folder.resolve(artifact + version + ".jar"), content, Map.of());
    }

    private String chosen(String version) throws Exception {
        Path target = Files.createDirectories(folder.resolve("target" + version));
        MetadataArguments arguments = repository().extract(List.of(library("a", version)), target);
        String option = arguments.options().getFirst();
        Path extracted = Path.of(option.substring(option.indexOf('=') + 1));
        assertThat(extracted.resolve("index.json")).doesNotExist();
        return Files.readString(extracted.resolve("reflect-config.json"));
    }

    @Test
    void testedVersionWinsThenDeclaredThenLatest() throws Exception {
        assertThat(chosen("2.1")).isEqualTo("[2]");
        assertThat(chosen("1.0")).isEqualTo("[1]");
        assertThat(chosen("1.7")).isEqualTo("[1]");
        assertThat(chosen("9.9")).isEqualTo("[2]");
    }

    @Test
    void unknownLibraryGetsNothing() throws Exception {
        assertThat(repository().extract(List.of(library("other", "1")), folder).options())
                .isEmpty();
    }

    /** As in the folder of libraries of an executable jar. */
    @Test
    void aLibraryThatDoesNotSayWhatItIsIsToldByItsFile() throws Exception {
        Path content = Files.createDirectories(folder.resolve("empty"));
        Path plain = SourceCompiler.jar(folder.resolve("a-1.0.jar"), content, Map.of());
        assertThat(repository().extract(List.of(plain), folder).notes())
                .containsExactly("metadata repository: g/a/1.0 for g:a:1.0");
    }

    @Test
    void coordinatesComeFromThePlaceInARepository() throws Exception {
        Path content = Files.createDirectories(folder.resolve("empty"));
        Path maven = Files.createDirectories(folder.resolve("m2/repository/g/h/a/1.2"));
        Path gradle = Files.createDirectories(folder.resolve("files-2.1/g.h/a/1.2/0abc"));

        assertThat(Coordinates.of(SourceCompiler.jar(maven.resolve("a-1.2.jar"), content, Map.of())))
                .containsExactly(new Coordinates("g.h", "a", "1.2"));
        assertThat(Coordinates.of(SourceCompiler.jar(gradle.resolve("a-1.2.jar"), content, Map.of())))
                .containsExactly(new Coordinates("g.h", "a", "1.2"));
    }
}
