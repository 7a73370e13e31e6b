package dev.ristretto.build.application;

import dev.ristretto.build.BuildException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds a Gradle project with Gradle; an init script adds a task that writes down what the build knows. */
final class GradleProject {
    private static final String SCRIPT = """
            allprojects { project ->
                project.afterEvaluate {
                    if (project.plugins.hasPlugin('java') && project.projectDir == new File('%1$s')) {
                        project.tasks.register('ristrettoClassPath') {
                            dependsOn 'jar'
                            def output = project.sourceSets.main.output
                            def runtime = project.configurations.runtimeClasspath
                            def application = project.extensions.findByName('application')
                            inputs.files(output, runtime)
                            doLast {
                                def lines = []
                                output.files.findAll { it.exists() }.each { lines << 'own ' + it }
                                runtime.files.each { lines << 'library ' + it }
                                def main = application?.mainClass?.getOrNull()
                                if (main) { lines << 'main ' + main }
                                new File('%2$s').setText(lines.join('\\n') + '\\n', 'UTF-8')
                            }
                        }
                    }
                }
            }
            """;

    private GradleProject() {}

    static boolean matches(Path folder) {
        return Stream.of("build.gradle", "build.gradle.kts")
                .anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    static ProjectOutput build(Path folder, Path javaHome, Path work, Path log)
            throws IOException, InterruptedException {
        Path list = work.resolve("class-path.txt");
        Path script = work.resolve("class-path.gradle");
        Files.writeString(script, SCRIPT.formatted(escaped(folder), escaped(list)), StandardCharsets.UTF_8);
        BuildTool.run(
                List.of(
                        BuildTool.command(folder, "gradlew", "gradle"),
                        "--quiet",
                        "--console=plain",
                        "--init-script",
                        script.toString(),
                        "ristrettoClassPath"),
                folder,
                javaHome,
                log);
        if (!Files.exists(list)) {
            throw new BuildException("Gradle built " + folder + " but it has no Java main source set.");
        }
        List<Path> own = new ArrayList<>();
        List<Path> libraries = new ArrayList<>();
        Optional<String> mainClass = Optional.empty();
        for (String line : Files.readAllLines(list, StandardCharsets.UTF_8)) {
            int space = line.indexOf(' ');
            String value = line.substring(space + 1);
            switch (line.substring(0, Math.max(0, space))) {
                case "own" -> own.add(Path.of(value));
                case "library" -> libraries.add(Path.of(value));
                case "main" -> mainClass = Optional.of(value);
                default -> {}
            }
        }
        return new ProjectOutput(own, libraries, mainClass);
    }

    private static String escaped(Path path) {
        return path.toString().replace("\\", "\\\\").replace("'", "\\'");
    }
}
