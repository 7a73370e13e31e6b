package dev.ristretto.tools.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The goals without Maven, with a script in the place of the command line, which writes down what it is told. */
class ImageMojoTest {
    @TempDir
    Path folder;

    private <T extends ImageMojo> T mojo(T mojo, String packaging) throws IOException {
        Model model = new Model();
        model.setArtifactId("shop");
        model.setPackaging(packaging);
        Build build = new Build();
        Path classes = Files.createDirectories(folder.resolve("my classes"));
        build.setOutputDirectory(classes.toString());
        model.setBuild(build);
        mojo.project = new MavenProject(model);
        mojo.project.setArtifacts(java.util.Set.of());
        mojo.classes = classes.toFile();
        mojo.target = folder.toFile();
        mojo.name = "shop:1";
        mojo.command = command("exit 0");
        return mojo;
    }

    private String command(String end) throws IOException {
        Path script = folder.resolve("ristretto-script");
        Files.writeString(
                script,
                "#!/bin/sh\nfor word in \"$@\"; do echo \"$word\"; done >> '" + folder + "/said'\n" + end + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script.toString();
    }

    @Test
    void whatThePomSaysIsHandedOver() throws Exception {
        ImageBuildMojo mojo = mojo(new ImageBuildMojo(), "jar");
        mojo.mainClass = "shop.Main";
        mojo.memory = "128m";
        mojo.ports = List.of("8080", "127.0.0.1:9000:53/udp");
        mojo.environment = Map.of("A", "b c");
        mojo.options = List.of("max-heap=64m");
        mojo.reproducible = true;
        mojo.execute();

        Path jar = folder.resolve("ristretto/shop.jar");
        assertThat(Files.readAllLines(folder.resolve("said")))
                .containsExactly(
                        "build",
                        jar.toString(),
                        "--tag",
                        "shop:1",
                        "--main",
                        "shop.Main",
                        "--option",
                        "memory=128m",
                        "--option",
                        "port=8080",
                        "--option",
                        "port=53/udp",
                        "--option",
                        "environment=A=b c",
                        "--option",
                        "max-heap=64m",
                        "--reproducible");
        try (JarFile file = new JarFile(jar.toFile())) {
            String classPath = file.getManifest().getMainAttributes().getValue("Class-Path");
            assertThat(Path.of(URI.create(classPath))).isEqualTo(folder.resolve("my classes"));
        }
    }

    @Test
    void whatRunsIsBuiltBefore() throws Exception {
        ImageRunMojo mojo = mojo(new ImageRunMojo(), "jar");
        mojo.ports = List.of("8080", "53/udp", "9000:80");
        mojo.memory = "1g";
        mojo.as = "process";
        mojo.environment = Map.of("A", "b");
        mojo.arguments = List.of("-v");
        mojo.execute();

        List<String> said = Files.readAllLines(folder.resolve("said"));
        assertThat(said.getFirst()).isEqualTo("build");
        assertThat(said.subList(said.indexOf("run"), said.size()))
                .containsExactly(
                        "run",
                        "shop:1",
                        "--publish",
                        "8080:8080",
                        "--publish",
                        "53:53/udp",
                        "--publish",
                        "9000:80",
                        "--memory",
                        "1g",
                        "--as",
                        "process",
                        "--env",
                        "A=b",
                        "--",
                        "-v");
    }

    @Test
    void failuresFailTheBuild() throws Exception {
        ImageBuildMojo build = mojo(new ImageBuildMojo(), "jar");
        build.command = command("exit 125");
        assertThatThrownBy(build::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("could not build shop:1 (status 125)");

        ImageRunMojo run = mojo(new ImageRunMojo(), "jar");
        run.command = command("case $1 in run) exit 3;; esac");
        assertThatThrownBy(run::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("shop:1 ended with status 3");

        build.command = folder.resolve("gone").toString();
        assertThatThrownBy(build::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContainingAll("no program", "gone", "ristretto.command");
    }

    @Test
    void whatIsNoApplicationIsRefusedOrPassedOver() throws Exception {
        assertThatThrownBy(mojo(new ImageBuildMojo(), "war")::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("embedded server");
        mojo(new ImageBuildMojo(), "pom").execute();
        ImageBuildMojo skipped = mojo(new ImageBuildMojo(), "jar");
        skipped.skip = true;
        skipped.execute();
        ImageBuildMojo early = mojo(new ImageBuildMojo(), "jar");
        early.classes = folder.resolve("none").toFile();
        assertThatThrownBy(early::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("mvn compile ristretto:build");
        assertThat(folder.resolve("said")).doesNotExist();
    }
}
