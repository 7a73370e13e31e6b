package dev.ristretto.tools.gradle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A small project that is built by Gradle itself, with a script in the place of the command line. */
@Timeout(600)
class PluginInGradleTest {
    @TempDir
    Path folder;

    private Path project = Path.of("");
    private Path said = Path.of("");

    @BeforeEach
    void prepare() throws IOException {
        assumeThat(Stream.of(System.getenv("PATH").split(File.pathSeparator)))
                .as("Gradle is installed, for example Debian's package gradle")
                .anyMatch(path -> Files.isExecutable(Path.of(path, "gradle")));
        said = folder.resolve("said");
        project = Files.createDirectories(folder.resolve("shop"));
        Files.writeString(project.resolve("settings.gradle"), "include 'core'");
        Path core = Files.createDirectories(project.resolve("core"));
        Files.writeString(core.resolve("build.gradle"), "apply plugin: 'java'");
        source(core, "Core", "");
        source(project, "Main", "public static void main(String[] a) {}");
        source(project, "Other", "public static void main(String[] a) {}");
    }

    private static void source(Path project, String name, String body) throws IOException {
        Path sources = Files.createDirectories(project.resolve("src/main/java/shop"));
        Files.writeString(sources.resolve(name + ".java"), "package shop; public class " + name + " {" + body + "}");
    }

    private void buildFile(String image) throws IOException {
        Files.writeString(project.resolve("build.gradle"), """
                buildscript {
                  dependencies { classpath files('%s', '%s') }
                }
                apply plugin: 'application'
                apply plugin: 'dev.ristretto'
                mainClassName = 'shop.Main'
                dependencies { runtimeOnly project(':core') }
                %s
                """.formatted(
                        Path.of("target/classes").toAbsolutePath(),
                        Path.of("../plugin/target/classes").toAbsolutePath(),
                        image));
    }

    /** Returns all that it printed. */
    private String gradle(int status, String... tasks) throws Exception {
        Path script = Files.writeString(
                folder.resolve("ristretto"), "#!/bin/sh\necho \"$@\" >> '" + said + "'\n[ $1 != run ] || cat\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        List<String> command =
                new ArrayList<>(List.of("gradle", "-q", "--no-daemon", "--offline", "-Pristretto.command=" + script));
        command.addAll(List.of(tasks));
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(log.toFile());
        builder.environment().put("GRADLE_USER_HOME", folder.resolve("home").toString());
        builder.environment().remove("JAVA_HOME");
        assertThat(builder.start().waitFor()).as(Files.readString(log)).isEqualTo(status);
        return Files.readString(log);
    }

    @Test
    void aTaskMakesAnImageAndAnotherRunsIt() throws Exception {
        buildFile("""
                ristretto {
                  name = 'shop:2'
                  memory = '64m'
                  ports = ['8080']
                  environment = [GREETING: 'hello']
                  options = ['max-heap=32m']
                  arguments = ['-v']
                }
                """);
        gradle(0, "ristrettoRun");
        Path jar = project.resolve("build/tmp/ristrettoBuild/shop.jar");
        assertThat(Files.readAllLines(said))
                .containsExactly(
                        "build " + jar + " --tag shop:2 --main shop.Main --option memory=64m --option port=8080"
                                + " --option environment=GREETING=hello --option max-heap=32m",
                        "run shop:2 --publish 8080:8080 --memory 64m --env GREETING=hello -- -v");
        try (JarFile file = new JarFile(jar.toFile())) {
            assertThat(file.getManifest()
                            .getMainAttributes()
                            .getValue("Class-Path")
                            .split(" "))
                    .anySatisfy(classes -> assertThat(classes).endsWith("/shop/build/classes/java/main/"))
                    .anySatisfy(library -> assertThat(library).endsWith("/core/build/libs/core.jar"));
        }
    }

    @Test
    void theImageHasTheProjectsNameAndWhatFailsFailsTheBuild() throws Exception {
        buildFile("");
        gradle(0, "ristrettoBuild");
        assertThat(said).content().contains("--tag shop --main shop.Main\n");
        assertThat(gradle(1, "ristrettoBuild", "-Pristretto.command=/nonexistent/ristretto"))
                .contains("There is no program /nonexistent/ristretto", "-Pristretto.command=FILE");
    }
}
