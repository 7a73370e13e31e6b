package dev.ristretto.build.application;

import dev.ristretto.build.BuildException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Quarkus application as it is handed to an image builder elsewhere: a jar whose classes are made already, its
 * libraries, and arguments. Source: Quarkus guide "Building a native executable", native sources.
 */
final class QuarkusSources {
    /** What has Maven and Gradle write them. */
    static final List<String> OPTIONS = List.of("-Dquarkus.native.enabled=true", "-Dquarkus.native.sources-only=true");

    private static final String ARGUMENTS = "native-image.args";
    private static final String MAIN_CLASS = "io.quarkus.runner.GeneratedMain";
    private static final String LAUNCHER = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";

    /** Quarkus has every class initialized while the image is built, which the kernel's own do not stand. */
    private static final String KERNEL = "--initialize-at-run-time=dev.ristretto ";

    private QuarkusSources() {}

    /** Whether a folder holds them. */
    static boolean matches(Path folder) {
        return Files.isRegularFile(folder.resolve(ARGUMENTS));
    }

    /** Logging asks for the names of the host, by a C function that the kernel lacks if nobody says them. */
    static Map<String, String> properties(Application application) {
        String name = application.name();
        return application.mainClass().equals(MAIN_CLASS)
                ? Map.of("jboss.host.name", name, "jboss.qualified.host.name", name, "jboss.node.name", name)
                : Map.of();
    }

    /** Refuses {@code quarkus-run.jar}, whose launcher loads the application's classes at run time. */
    static void refuseLauncher(Path jar, Optional<String> mainClass) {
        if (mainClass.filter(LAUNCHER::equals).isPresent()) {
            throw new BuildException(jar + " loads its classes at run time, for which an image is closed. Give the"
                    + " folder of its project.");
        }
    }

    /**
     * Finds what a build has left.
     *
     * @param output the folder where the build tool leaves what it makes
     * @throws BuildException if it is not there
     */
    static Path in(Path output) throws IOException {
        try (Stream<Path> files = Files.list(output)) {
            return files.filter(QuarkusSources::matches)
                    .findFirst()
                    .orElseThrow(() -> new BuildException("Quarkus was built in " + output + ", but there is no "
                            + ARGUMENTS + ". Build it yourself with " + String.join(" ", OPTIONS)
                            + ", and give the folder of that file."));
        }
    }

    /**
     * Reads them.
     *
     * @param target a folder for the arguments, which go where jars of libraries have theirs
     * @throws BuildException if there is not one jar
     */
    static ProjectOutput read(Path folder, Path target) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(folder)) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
        if (jars.size() != 1) {
            throw new BuildException(
                    folder + " should hold one jar beside " + ARGUMENTS + ", not " + jars.size() + ". Build it again.");
        }
        String arguments = Files.readString(folder.resolve(ARGUMENTS), StandardCharsets.UTF_8);
        Path file = target.resolve("META-INF/native-image/quarkus/native-image.properties");
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(
                file,
                "Args = " + KERNEL + arguments.strip().replace("\\", "\\\\").replaceAll("\\R", " ") + "\n",
                StandardCharsets.UTF_8);
        List<Path> classPath = Jars.classPath(jars.getFirst());
        List<Path> libraries = new ArrayList<>(List.of(target));
        libraries.addAll(classPath.subList(1, classPath.size()));
        return new ProjectOutput(jars, libraries, Jars.mainClass(jars.getFirst()));
    }
}
