package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.tests.system.CommandRun.Result;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about applications that cannot be built, and about those that were. */
class BuildIT {

    @TempDir
    Path folder;

    @Test
    void aPathThatIsNotThereIsNamed() throws Exception {
        assertFails("no-such.jar", "build", folder.resolve("no-such.jar").toString());
    }

    @Test
    void aFolderWithoutMainClassSaysSo() throws Exception {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Files.write(classes.resolve("Nothing.class"), classFile(69));
        assertFails("main", "build", classes.toString());
    }

    @Test
    void aMainClassThatIsNotThereIsNamed() throws Exception {
        assertFails(
                "com.example.Missing",
                "build",
                Fixtures.compile("behaviour").toString(),
                "--main",
                "com.example.Missing");
    }

    @Test
    void aClassFileThatIsTooNewIsNamedWithItsVersion() throws Exception {
        Path jar = folder.resolve("new.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Future");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new ZipEntry("Future.class"));
            out.write(classFile(99));
        }
        assertFails("Java 55", "build", jar.toString());
    }

    @Test
    void aBrokenJarIsNamed() throws Exception {
        Path jar = Files.writeString(folder.resolve("broken.jar"), "this is no zip file");
        assertFails("broken.jar", "build", jar.toString());
    }

    @Test
    void anUnknownOptionKeyIsAnsweredWithTheNearestOne() throws Exception {
        Result result = CommandRun.run("build", Fixtures.compile("behaviour").toString(), "--option", "maxheap=16m");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.errors()).contains("maxheap", "Did you mean");
    }

    @Test
    void anImageIsListedInspectedAndBuiltAgainFromTheCache() throws Exception {
        String image = Fixtures.behaviour();
        JsonNode report = json("inspect", image, "--format", "json");
        assertThat(report.path("digest").asText()).startsWith("sha256:");
        assertThat(report.path("kernelBytes").asLong()).isPositive();
        assertThat(report.path("memoryFloorBytes").asLong()).isPositive();
        assertThat(report.path("mainClass").asText()).isEqualTo("Behaviour");
        assertThat(report.path("classes").asInt()).isPositive();
        assertThat(report.path("methods").asInt()).isPositive();
        assertThat(report.has("natives")).isTrue();
        assertThat(json("images", "--format", "json").findValuesAsText("digest"))
                .contains(report.path("digest").asText());
        long start = System.nanoTime();
        Fixtures.behaviour();
        assertThat((System.nanoTime() - start) / 1e9)
                .as("seconds of a build without changes")
                .isLessThan(10);
    }

    @Test
    void anImageHoldsOnlyWhatItsApplicationNeeds() throws Exception {
        String image = Fixtures.example("hello");
        JsonNode report = json("inspect", image, "--format", "json");
        assertThat(report.path("kernelBytes").asLong()).isLessThanOrEqualTo(16_000_000);
        assertThat(report.path("devices").toString()).doesNotContain("virtio-net");
        assertThat(report.path("packages"))
                .filteredOn(part -> part.path("methods").asInt() > 0)
                .extracting(part -> part.path("name").asText())
                .contains("dev.ristretto.kernel.machine.threads")
                .noneMatch(name -> name.matches("dev\\.ristretto\\.kernel\\.(network|posix\\.socket)\\b.*"));

        Result run = CommandRun.run("run", image, "-m", "24M").mustSucceed();
        assertThat(run.output()).isEqualTo("Hello\n");
    }

    @Test
    void aReproducibleBuildInAnotherFolderWithAnEmptyCacheGivesTheSameImage() throws Exception {
        JsonNode first = json("inspect", Fixtures.behaviour(), "--format", "json");
        Path classes = Fixtures.compile("behaviour");
        Path copy = Files.createDirectories(folder.resolve("quite/another/place"));
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        JsonNode second = builtAgain(copy, "--reproducible");
        for (String part : List.of("classes", "methods", "kernelBytes", "heap", "packages", "parts", "digest")) {
            assertThat(second.path(part)).as(part).isEqualTo(first.path(part));
        }
    }

    /**
     * The compiler's threads meet methods in another order each time, and a class of the compiler's own with its
     * interfaces, none of which has code in an image, is reached or not: eight or nine of hello's.
     */
    @Test
    void aCompilerThatHasBuiltOthersBeforeGivesWhatOneAloneGives() throws Exception {
        JsonNode first = json("inspect", Fixtures.example("hello"), "--format", "json");
        JsonNode second =
                builtAgain(Path.of("../../examples/hello").toAbsolutePath().normalize(), "--option", "warm=false");
        Map.of("classes", 1.0, "methods", 0.2, "kernelBytes", 0.2)
                .forEach((part, percentage) -> assertThat(second.path(part).asDouble())
                        .as(part)
                        .isCloseTo(first.path(part).asDouble(), withinPercentage(percentage)));
    }

    /** What a build with a cache and a store of its own gives. */
    private JsonNode builtAgain(Path path, String... options) throws Exception {
        Map<String, String> environment = Map.of(
                "XDG_CACHE_HOME", folder.resolve("cache").toString(),
                "XDG_DATA_HOME", folder.resolve("data").toString());
        List<String> command = new ArrayList<>(List.of("build", path.toString(), "-t", "it-again"));
        command.addAll(List.of(options));
        CommandRun.run(environment, command.toArray(String[]::new)).mustSucceed();
        return new ObjectMapper()
                .readTree(CommandRun.run(environment, "inspect", "it-again", "--format", "json")
                        .mustSucceed()
                        .output());
    }

    @Test
    void aNameIsRemovedExactly() throws Exception {
        String image = Fixtures.behaviour();
        CommandRun.run("build", Fixtures.compile("behaviour").toString(), "-t", "it-other:1")
                .mustSucceed();
        assertFails("it-othe", "rmi", "it-othe");
        CommandRun.run("rmi", "it-other:1").mustSucceed();
        assertThat(json("images", "--format", "json").toString())
                .contains(image)
                .doesNotContain("it-other");
    }

    private static JsonNode json(String... arguments) throws Exception {
        return new ObjectMapper()
                .readTree(CommandRun.run(arguments).mustSucceed().output());
    }

    /** Fails with status 125, names the thing, and spares the user a stack trace. */
    private static void assertFails(String named, String... arguments) throws Exception {
        Result result = CommandRun.run(arguments);
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.errors()).startsWith("ristretto: ").contains(named).doesNotContain("\tat ");
    }

    /** The smallest class file that names a version: magic number, minor and major version, an empty constant pool. */
    private static byte[] classFile(int major) {
        return ByteBuffer.allocate(24)
                .putInt(0xcafebabe)
                .putShort((short) 0)
                .putShort((short) major)
                .putShort((short) 1)
                .array();
    }
}
