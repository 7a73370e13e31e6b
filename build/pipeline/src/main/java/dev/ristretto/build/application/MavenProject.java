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
import java.util.Set;
import java.util.stream.Stream;

/** Builds a Maven project with Maven. */
final class MavenProject {
    /** The version is pinned: what a prefix resolves to depends on the installed Maven and the day. */
    private static final String CLASS_PATH_GOAL =
            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";

    private static final Set<String> FOR_SERVERS = Set.of("war", "ear", "rar", "ejb");

    private MavenProject() {}

    static boolean matches(Path folder) {
        return Files.isRegularFile(folder.resolve("pom.xml"));
    }

    /**
     * Builds a project.
     *
     * @param module the module that is wanted: its folder or its artifact identifier
     * @param work where intermediate files go
     * @param kept a folder for what the class path needs besides, which need not exist
     * @throws BuildException if it cannot be built, or if it is not clear what is wanted of it
     */
    static ProjectOutput build(Path folder, Optional<String> module, BuildTool tool, Path work, Path kept)
            throws IOException, InterruptedException {
        MavenPom root = MavenPom.read(folder);
        MavenPom pom = choose(root, module);
        if (FOR_SERVERS.contains(pom.packaging())) {
            throw Archives.refused(pom.folder() + " makes a " + pom.packaging());
        }
        Path list = work.resolve("class-path.txt");
        List<String> command = new ArrayList<>(List.of(tool.find(folder, "mvnw", "mvn"), "-q", "-B", "-DskipTests"));
        if (!pom.equals(root)) {
            // Modules that it needs come before it, so the class path that is written last is its own.
            command.addAll(List.of("-pl", shown(root, pom), "-am"));
        }
        command.add("package");
        if (isQuarkus(root) || isQuarkus(pom)) {
            command.addAll(QuarkusSources.OPTIONS);
            tool.build("Maven", command, folder);
            return QuarkusSources.read(
                    QuarkusSources.in(pom.folder().resolve("target")),
                    Files.createDirectories(kept.resolve("quarkus")));
        }
        command.addAll(List.of(
                CLASS_PATH_GOAL,
                // This parameter of the goal has no prefix, unlike the next.
                "-DincludeScope=runtime",
                "-Dmdep.outputFile=" + list));
        tool.build("Maven", command, folder);
        Path classes = pom.folder().resolve("target/classes");
        if (!Files.isDirectory(classes)) {
            throw new BuildException("Maven built " + pom.folder() + " but left no classes in target/classes.");
        }
        List<Path> libraries = new ArrayList<>();
        if (Files.exists(list)) {
            String text = Files.readString(list, StandardCharsets.UTF_8).strip();
            Arrays.stream(text.split(File.pathSeparator))
                    .filter(entry -> !entry.isBlank())
                    .forEach(entry -> libraries.add(Path.of(entry)));
        }
        return new ProjectOutput(List.of(classes), libraries, mainClass(pom));
    }

    private static boolean isQuarkus(MavenPom pom) {
        return pom.plugins().contains("quarkus-maven-plugin");
    }

    private static MavenPom choose(MavenPom root, Optional<String> module) throws IOException {
        List<MavenPom> leaves = root.leaves();
        if (module.isPresent()) {
            String name = module.get().replaceFirst("^:", "").replaceFirst("/$", "");
            List<MavenPom> named = leaves.stream()
                    .filter(pom ->
                            shown(root, pom).equals(name) || pom.artifactId().equals(name))
                    .toList();
            if (named.size() != 1) {
                throw new BuildException("The Maven project " + root.folder() + " has not one module " + name
                        + Archives.modules(shown(root, leaves)));
            }
            return named.getFirst();
        }
        if (!root.packaging().equals("pom")) {
            return root;
        }
        List<MavenPom> started = leaves.stream().filter(MavenPom::isStarted).toList();
        List<MavenPom> candidates = started.isEmpty() ? leaves : started;
        if (candidates.isEmpty()) {
            throw new BuildException(root.folder() + " is a Maven project of packaging pom without modules.");
        }
        if (candidates.size() > 1) {
            throw new BuildException(root.folder() + " is a Maven project of several modules"
                    + Archives.modules(shown(root, candidates)));
        }
        return candidates.getFirst();
    }

    private static List<String> shown(MavenPom root, List<MavenPom> poms) {
        return poms.stream().map(pom -> shown(root, pom)).toList();
    }

    private static String shown(MavenPom root, MavenPom pom) {
        return root.folder().relativize(pom.folder()).toString();
    }

    private static Optional<String> mainClass(MavenPom pom) throws IOException {
        try (Stream<Path> files = Files.list(pom.folder().resolve("target"))) {
            Optional<String> fromJar = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted(Comparator.comparing(Path::toString))
                    .map(Jars::mainClass)
                    .flatMap(Optional::stream)
                    .findFirst();
            return fromJar.or(pom::mainClass);
        }
    }
}
