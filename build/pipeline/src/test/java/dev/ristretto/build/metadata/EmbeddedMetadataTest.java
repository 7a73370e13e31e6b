package dev.ristretto.build.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.build.SourceCompiler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMetadataTest {
    @TempDir
    Path folder;

    private Path metadata(String name, String properties) throws Exception {
        Path inside = Files.createDirectories(folder.resolve(name + "/META-INF/native-image/g/a"));
        Files.writeString(inside.resolve("native-image.properties"), properties);
        return folder.resolve(name);
    }

    @Test
    void launcherArgumentsBecomeBuilderOptions() throws Exception {
        Path entry = metadata("x", """
                Args = --initialize-at-build-time=a.b,c.D \\
                       --initialize-at-run-time=e \\
                       --features=f.G --enable-https -H:+Foo -R:X=1 --no-fallback \\
                       -H:ReflectionConfigurationResources=${.}/other.json \\
                       --add-exports java.base/sun.x=ALL-UNNAMED -Dk="v w" --unheard-of
                JavaArgs = -Xmx2g
                """);

        MetadataArguments arguments = EmbeddedMetadata.of(List.of(entry));

        assertThat(arguments.options())
                .containsExactly(
                        "-H:ClassInitialization=a.b:build_time,c.D:build_time",
                        "-H:ClassInitialization=e:run_time",
                        "-H:Features=f.G",
                        "-H:EnableURLProtocols=https",
                        "-H:+Foo",
                        "-R:X=1",
                        "-H:ReflectionConfigurationResources=META-INF/native-image/g/a/other.json");
        assertThat(arguments.jvmArguments())
                .containsExactly("--add-exports=java.base/sun.x=ALL-UNNAMED", "-Dk=v w", "-Xmx2g");
        assertThat(arguments.notes()).singleElement().asString().contains("--unheard-of", "native-image.properties");
    }

    /** As Quarkus writes them: the image's name and its jar stand bare between options. */
    @Test
    void namesOfJarAndImageAreNoOptionsAndExclusionsAreObeyed() throws Exception {
        Path first = metadata(
                "first",
                "Args = --exclude-config other/?\\\\.?$ /META-INF/native-image/g/.*reflect.* "
                        + "--enable-monitoring=heapdump shop-runner -jar shop-runner.jar");
        Path other = metadata("other", "Args = -H:+Foo");
        Files.writeString(other.resolve("META-INF/native-image/g/a/reflect-config.json"), "[]");

        MetadataArguments arguments = EmbeddedMetadata.of(List.of(first, other));
        assertThat(arguments.options()).containsExactly("-H:+Foo");
        assertThat(arguments.notes()).isEmpty();
    }

    @Test
    void emptyInitializationListStandsForAllClasses() throws Exception {
        assertThat(EmbeddedMetadata.of(List.of(metadata("x", "Args = --initialize-at-build-time")))
                        .options())
                .containsExactly("-H:ClassInitialization=:build_time");
    }

    @Test
    void configurationFilesInJarsAreNamedAsResources() throws Exception {
        Path content = metadata("x", "Args =");
        Files.writeString(content.resolve("META-INF/native-image/g/a/reflect-config.json"), "[]");
        Files.writeString(content.resolve("META-INF/native-image/g/a/reachability-metadata.json"), "{}");
        Path jar = SourceCompiler.jar(folder.resolve("x.jar"), content, Map.of());

        assertThat(EmbeddedMetadata.of(List.of(jar)).options())
                .containsExactly(
                        "-H:ReachabilityMetadataResources=META-INF/native-image/g/a/reachability-metadata.json",
                        "-H:ReflectionConfigurationResources=META-INF/native-image/g/a/reflect-config.json");
    }

    @Test
    void jarWithoutMetadataAsksForNothing() throws Exception {
        Path jar =
                SourceCompiler.jar(folder.resolve("x.jar"), Files.createDirectories(folder.resolve("empty")), Map.of());

        assertThat(EmbeddedMetadata.of(List.of(jar)))
                .isEqualTo(new MetadataArguments(List.of(), List.of(), Set.of(), List.of()));
    }
}
