package dev.ristretto.build.application;

import dev.ristretto.build.BuildException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets Spring turn an application's context into code and metadata before it is compiled: at run time it would look for
 * classes, which a closed world has no way to find. Spring's processor starts the application as far as its bean
 * definitions. Source: Spring Boot reference, "Ahead-of-Time Processing With the JVM".
 */
final class SpringAheadOfTime {
    private static final String LIBRARY = "spring-boot-";
    private static final String PROCESSOR = "org.springframework.boot.SpringApplicationAotProcessor";

    private SpringAheadOfTime() {}

    /** Whether an application is one of Spring Boot's that has not been processed. */
    static boolean isNeeded(ProjectOutput application) {
        boolean spring = application.libraries().stream()
                .filter(library -> String.valueOf(library.getFileName()).startsWith(LIBRARY))
                .anyMatch(library -> new ClassPathEntry(library).find(PROCESSOR).isPresent());
        if (!spring || application.mainClass().isEmpty()) {
            return false;
        }
        String initializer = application.mainClass().get() + "__ApplicationContextInitializer";
        return application.own().stream()
                .noneMatch(path -> new ClassPathEntry(path).find(initializer).isPresent());
    }

    /**
     * Processes an application.
     *
     * @param target an empty folder, which keeps what comes out
     * @throws BuildException with what Spring or the Java compiler say if they fail
     */
    static ProjectOutput process(ProjectOutput application, BuildTool tool, Path target)
            throws IOException, InterruptedException {
        Path sources = Files.createDirectories(target.resolve("sources"));
        Path resources = Files.createDirectories(target.resolve("resources"));
        Path classes = Files.createDirectories(target.resolve("aot-classes"));
        String classPath = Stream.concat(application.own().stream(), application.libraries().stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        Path working = Files.createDirectories(target.resolve("working-folder"));
        tool.runOurs(
                "java",
                List.of(
                        "-cp",
                        classPath,
                        PROCESSOR,
                        application.mainClass().orElseThrow(),
                        sources.toString(),
                        resources.toString(),
                        classes.toString(),
                        "application",
                        "application"),
                working);
        compile(sources, classes, classPath, tool, working);
        List<Path> own = new ArrayList<>(List.of(classes, resources));
        own.addAll(application.own());
        return new ProjectOutput(own, application.libraries(), application.mainClass());
    }

    private static void compile(Path sources, Path classes, String classPath, BuildTool tool, Path working)
            throws IOException, InterruptedException {
        Path list = working.resolve("sources.txt");
        try (Stream<Path> files = Files.walk(sources)) {
            Files.write(
                    list,
                    files.filter(file -> file.toString().endsWith(".java"))
                            .map(file -> "\"" + file + "\"")
                            .sorted()
                            .toList());
        }
        tool.runOurs(
                "javac",
                List.of(
                        "-nowarn",
                        "-parameters",
                        "-proc:none",
                        "-cp",
                        classes + File.pathSeparator + classPath,
                        "-d",
                        classes.toString(),
                        "@" + list),
                working);
    }
}
