package dev.ristretto.build.application;

import dev.ristretto.build.BuildException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Builds a Maven project with Maven. */
final class MavenProject {
    /** The version is pinned: what a prefix resolves to depends on the installed Maven and the day. */
    private static final String CLASS_PATH_GOAL =
            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";

    private static final Pattern MAIN_CLASS =
            Pattern.compile("<(exec\\.mainClass|main\\.class|mainClass|start-class)>\\s*([\\w.$]+)\\s*</\\1>");
    private static final Pattern AGGREGATOR = Pattern.compile("<packaging>\\s*pom\\s*</packaging>");
    private static final Pattern MODULE = Pattern.compile("<module>\\s*([^<]+?)\\s*</module>");

    private MavenProject() {}

    static boolean matches(Path folder) {
        return Files.isRegularFile(folder.resolve("pom.xml"));
    }

    static ProjectOutput build(Path folder, Path javaHome, Path work, Path log)
            throws IOException, InterruptedException {
        String pom = Files.readString(folder.resolve("pom.xml"), StandardCharsets.UTF_8);
        if (AGGREGATOR.matcher(pom).find()) {
            throw new BuildException(folder + " is a Maven project of several modules. Build one of them: "
                    + String.join(", ", modules(pom)) + ".");
        }
        Path list = work.resolve("class-path.txt");
        BuildTool.run(
                List.of(
                        BuildTool.command(folder, "mvnw", "mvn"),
                        "-q",
                        "-B",
                        "-DskipTests",
                        "package",
                        CLASS_PATH_GOAL,
                        // This parameter of the goal has no prefix, unlike the next.
                        "-DincludeScope=runtime",
                        "-Dmdep.outputFile=" + list),
                folder,
                javaHome,
                log);
        Path classes = folder.resolve("target/classes");
        if (!Files.isDirectory(classes)) {
            throw new BuildException("Maven built " + folder + " but left no classes in target/classes.");
        }
        List<Path> libraries = new ArrayList<>();
        if (Files.exists(list)) {
            String text = Files.readString(list, StandardCharsets.UTF_8).strip();
            Arrays.stream(text.split(File.pathSeparator))
                    .filter(entry -> !entry.isBlank())
                    .forEach(entry -> libraries.add(Path.of(entry)));
        }
        return new ProjectOutput(List.of(classes), libraries, mainClass(folder, pom));
    }

    private static Optional<String> mainClass(Path folder, String pom) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("target"))) {
            Optional<String> fromJar = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted(Comparator.comparing(Path::toString))
                    .map(Jars::mainClass)
                    .flatMap(Optional::stream)
                    .findFirst();
            if (fromJar.isPresent()) {
                return fromJar;
            }
        }
        Matcher matcher = MAIN_CLASS.matcher(pom);
        return matcher.find() ? Optional.of(matcher.group(2)) : Optional.empty();
    }

    private static List<String> modules(String pom) {
        return MODULE.matcher(pom).results().map(result -> result.group(1)).toList();
    }
}
