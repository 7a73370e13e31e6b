package dev.ristretto.tools.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A small project that is built by Maven itself, with the plugin installed in a repository of the test's own. */
@Timeout(600)
class PluginInMavenTest {
    private static final String VERSION = "0.1.0-SNAPSHOT";

    @TempDir
    Path folder;

    /** As {@code mvn install} does. */
    private Path install() throws IOException {
        Path repository = folder.resolve("repository");
        install(repository, "ristretto-maven-plugin", Path.of(""));
        install(repository, "ristretto-plugin", Path.of("../plugin"));
        Path parent = Files.createDirectories(repository.resolve("dev/ristretto/ristretto/" + VERSION));
        Files.copy(Path.of("../../pom.xml"), parent.resolve("ristretto-" + VERSION + ".pom"));
        return repository;
    }

    private static void install(Path repository, String artifact, Path module) throws IOException {
        Path target = Files.createDirectories(repository.resolve("dev/ristretto/" + artifact + "/" + VERSION));
        Files.copy(module.resolve("pom.xml"), target.resolve(artifact + "-" + VERSION + ".pom"));
        Path classes = module.resolve("target/classes");
        try (OutputStream out = Files.newOutputStream(target.resolve(artifact + "-" + VERSION + ".jar"));
                JarOutputStream jar = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                jar.write(Files.readAllBytes(file));
            }
        }
    }

    /** What our own build has fetched is where this one fetches from. */
    private Path settings() throws IOException {
        String fetched = System.getProperty("maven.repo.local", System.getProperty("user.home") + "/.m2/repository");
        return Files.writeString(
                folder.resolve("settings.xml"), """
                <settings><mirrors><mirror>
                  <id>fetched</id><mirrorOf>*</mirrorOf><url>%s</url>
                </mirror></mirrors></settings>
                """.formatted(Path.of(fetched).toUri()));
    }

    private Path project() throws IOException {
        Path project = Files.createDirectories(folder.resolve("shop"));
        Files.writeString(project.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>shop</groupId><artifactId>shop</artifactId><version>1</version>
                  <properties>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                    <maven.compiler.source>1.8</maven.compiler.source>
                    <maven.compiler.target>1.8</maven.compiler.target>
                  </properties>
                  <dependencies>
                    <dependency>
                      <groupId>org.jspecify</groupId><artifactId>jspecify</artifactId><version>1.0.1</version>
                    </dependency>
                  </dependencies>
                  <build>
                    <plugins>
                      <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.14.1</version></plugin>
                      <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
                      <plugin><artifactId>maven-surefire-plugin</artifactId><version>3.5.4</version></plugin>
                      <plugin><artifactId>maven-jar-plugin</artifactId><version>3.4.2</version></plugin>
                      <plugin>
                        <groupId>dev.ristretto</groupId>
                        <artifactId>ristretto-maven-plugin</artifactId>
                        <version>%s</version>
                        <executions><execution><goals><goal>build</goal></goals></execution></executions>
                        <configuration>
                          <name>shop:2</name>
                          <ports><port>8080</port></ports>
                          <environment><GREETING>hello</GREETING></environment>
                          <options><option>max-heap=64m</option></options>
                        </configuration>
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """.formatted(VERSION));
        Path source =
                Files.createDirectories(project.resolve("src/main/java/shop")).resolve("Main.java");
        Files.writeString(source, "package shop; public class Main { public static void main(String[] a) {} }");
        return project;
    }

    private void maven(Path project, Path repository, Path script, String... goals) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "mvn",
                "-q",
                "-B",
                "-s",
                settings().toString(),
                "-Dmaven.repo.local=" + repository,
                "-Dristretto.command=" + script));
        command.addAll(List.of(goals));
        Path log = folder.resolve("log");
        int status = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(status).as(Files.readString(log)).isZero();
    }

    @Test
    void packagingMakesAnImageAndRunRunsIt() throws Exception {
        assumeThat(Stream.of(System.getenv("PATH").split(File.pathSeparator)))
                .as("Maven is installed")
                .anyMatch(path -> Files.isExecutable(Path.of(path, "mvn")));
        Path said = folder.resolve("said");
        Path script = Files.writeString(folder.resolve("ristretto"), "#!/bin/sh\necho \"$@\" >> '" + said + "'\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Path project = project();
        Path repository = install();

        maven(project, repository, script, "-DskipTests", "package");
        assertThat(Files.readString(said))
                .isEqualTo("build " + project + "/target/ristretto/shop.jar --tag shop:2 --option port=8080"
                        + " --option environment=GREETING=hello --option max-heap=64m\n");
        try (JarFile jar =
                new JarFile(project.resolve("target/ristretto/shop.jar").toFile())) {
            assertThat(jar.getManifest()
                            .getMainAttributes()
                            .getValue("Class-Path")
                            .split(" "))
                    .satisfiesExactly(
                            classes -> assertThat(classes).endsWith("/shop/target/classes/"),
                            library -> assertThat(library).endsWith("/jspecify-1.0.1.jar"));
        }
        Files.delete(said);
        maven(project, repository, script, "ristretto:run");
        assertThat(Files.readString(said)).contains("run shop:2 --publish 8080:8080 --env GREETING=hello");
    }
}
