package dev.ristretto.build.application;

import dev.ristretto.build.BuildException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds a Gradle project with Gradle; an init script adds a task that writes down what the build knows. */
final class GradleProject {
    private static final String SCRIPT = "class-path.gradle";
    private static final List<String> FILES =
            List.of("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts");

    private GradleProject() {}

    static boolean matches(Path folder) {
        return FILES.stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    /**
     * Builds a project.
     *
     * @param module the path of the module that is wanted, or its end, for example {@code web}
     * @param work where intermediate files go
     * @throws BuildException if it cannot be built, or if it is not clear what is wanted of it
     */
    static ProjectOutput build(Path folder, Optional<String> module, BuildTool tool, Path work)
            throws IOException, InterruptedException {
        Path list = work.resolve("class-path.txt");
        Path script = work.resolve(SCRIPT);
        Files.writeString(
                script,
                script().replace("@FOLDER@", escaped(folder.toRealPath().toString()))
                        .replace(
                                "@MODULE@",
                                escaped(module.map(GradleProject::path).orElse("")))
                        .replace("@ANSWER@", escaped(list.toString())),
                StandardCharsets.UTF_8);
        tool.build(
                "Gradle",
                List.of(
                        tool.find(folder, "gradlew", "gradle"),
                        "--quiet",
                        "--console=plain",
                        // Neither of Gradle's daemons nor of Kotlin's compiler stays behind.
                        "--no-daemon",
                        "-Pkotlin.compiler.execution.strategy=in-process",
                        "--init-script",
                        script.toString(),
                        "ristrettoClassPath"),
                folder);
        if (!Files.exists(list)) {
            throw new BuildException("Gradle built " + folder + " but said nothing about it.");
        }
        return read(folder, module, Files.readAllLines(list, StandardCharsets.UTF_8));
    }

    private static ProjectOutput read(Path folder, Optional<String> module, List<String> lines) {
        List<String> plugins = values(lines, "plugin");
        if (plugins.contains("war") || plugins.contains("ear")) {
            throw Archives.refused(folder + " makes a " + plugins.getFirst());
        }
        if (plugins.contains("io.quarkus")) {
            String options = String.join(" ", QuarkusSources.OPTIONS);
            throw new BuildException(folder + " is a Quarkus project, whose classes Quarkus makes while it builds. Run"
                    + " gradle build " + options + ", then give the folder below build that holds native-image.args.");
        }
        List<Path> own = values(lines, "own").stream().map(Path::of).toList();
        List<String> modules = values(lines, "module");
        if (module.isPresent() && own.isEmpty()) {
            throw new BuildException("The Gradle project " + folder + " has "
                    + (modules.isEmpty() ? "no module with Java classes" : "not one module " + module.get())
                    + Archives.modules(modules));
        }
        if (!modules.isEmpty()) {
            throw new BuildException(folder + " is a Gradle project of several modules" + Archives.modules(modules));
        }
        if (own.isEmpty()) {
            throw new BuildException("Gradle built " + folder + " but it has no Java classes.");
        }
        return new ProjectOutput(
                own,
                values(lines, "library").stream().map(Path::of).toList(),
                values(lines, "main").stream().findFirst());
    }

    private static List<String> values(List<String> lines, String key) {
        List<String> values = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(key + " ")) {
                values.add(line.substring(key.length() + 1));
            }
        }
        return values;
    }

    /** As Gradle writes paths of modules. */
    private static String path(String module) {
        String path = module.replace('/', ':');
        return path.startsWith(":") ? path : ":" + path;
    }

    private static String script() {
        try (InputStream in = GradleProject.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new IllegalStateException(SCRIPT + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'");
    }
}
