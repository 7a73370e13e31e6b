package dev.ristretto.build.application;

import dev.ristretto.build.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Makes an {@link Application} of a path that a user names. Not thread-safe. */
public final class ApplicationFinder {
    private final BuildTool tool;
    private final Path work;
    private final Path kept;

    /**
     * A finder.
     *
     * @param environment variables of the user, which say what JDK project builds run on
     * @param javaHome our JDK, for what has none of its own
     * @param work an existing folder for intermediate files of project builds, used by one build at a time
     * @param kept a folder for what a class path consists of that is nobody's project; made if it is needed
     * @param log where the output of a project's build tool goes
     * @param phases is told what is being done, for the user
     */
    public ApplicationFinder(
            Map<String, String> environment, Path javaHome, Path work, Path kept, Path log, Consumer<String> phases) {
        this.tool = new BuildTool(environment, javaHome, log, phases);
        this.work = work;
        this.kept = kept;
    }

    /** Whether work has to be done before an application can be compiled ahead of time, which is worth remembering. */
    public static boolean needsPreparation(Path path) {
        return MavenProject.matches(path)
                || GradleProject.matches(path)
                || SpringBootJar.matches(path)
                || QuarkusSources.matches(path);
    }

    /**
     * Finds out what to run; builds projects of Maven and Gradle.
     *
     * @param path a jar, a folder of classes or a project folder
     * @param module which module of a project, if the user names it
     * @param mainClass the class to run, if the user names it
     * @throws BuildException if it cannot be found out; the message says why and what to do
     */
    public Application find(Path path, Optional<String> module, Optional<String> mainClass)
            throws InterruptedException {
        Path absolute = path.toAbsolutePath().normalize();
        if (!Files.exists(absolute)) {
            throw new BuildException("No such file or folder: " + path);
        }
        try {
            ProjectOutput project = prepared(output(path, absolute, module), mainClass);
            List<Path> classPath = new ArrayList<>(project.own());
            project.libraries().stream()
                    .filter(entry -> !classPath.contains(entry))
                    .forEach(classPath::add);
            Optional<String> named = mainClass.or(project::mainClass);
            if (named.isPresent()) {
                MainClasses.check(named.get(), path, project.own(), classPath);
            }
            String main = named.isPresent() ? named.get() : MainClasses.only(path, project.own());
            return new Application(imageName(module.map(Path::of).orElse(absolute)), main, classPath);
        } catch (IOException e) {
            throw new BuildException("Cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    private ProjectOutput prepared(ProjectOutput project, Optional<String> mainClass)
            throws IOException, InterruptedException {
        ProjectOutput started = new ProjectOutput(project.own(), project.libraries(), mainClass.or(project::mainClass));
        return SpringAheadOfTime.isNeeded(started)
                ? SpringAheadOfTime.process(started, tool, Files.createDirectories(kept.resolve("spring")))
                : project;
    }

    private ProjectOutput output(Path shown, Path path, Optional<String> module)
            throws IOException, InterruptedException {
        if (MavenProject.matches(path)) {
            return MavenProject.build(path, module, tool, work, kept);
        }
        if (GradleProject.matches(path)) {
            return GradleProject.build(path, module, tool, work);
        }
        if (module.isPresent()) {
            throw new BuildException(
                    shown + " is no folder of a Maven or Gradle project, so it has no module " + module.get() + ".");
        }
        if (QuarkusSources.matches(path)) {
            return QuarkusSources.read(path, Files.createDirectories(kept.resolve("quarkus")));
        }
        return Files.isDirectory(path) ? folder(shown, path) : jar(shown, path);
    }

    private static ProjectOutput folder(Path shown, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            if (files.noneMatch(file -> file.toString().endsWith(".class"))) {
                throw new BuildException(shown + " holds no classes, pom.xml or build.gradle, and nothing by which a"
                        + " project of Node.js, Python, Go, Rust, C or C++ is known (package.json, pyproject.toml,"
                        + " requirements.txt, go.mod, Cargo.toml, CMakeLists.txt, Makefile). Give a jar, a folder of"
                        + " classes or a project folder.");
            }
        }
        return new ProjectOutput(List.of(folder), List.of(), Optional.empty());
    }

    private ProjectOutput jar(Path shown, Path file) throws IOException {
        if (SpringBootJar.matches(file)) {
            return new SpringBootJar(file).unpack(Files.createDirectories(kept.resolve("boot")));
        }
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".java") || name.endsWith(".class")) {
            throw new BuildException(shown + " is a single file. Give a jar, a folder of classes or a project folder.");
        }
        List<Path> classPath = Jars.classPath(file);
        Optional<String> mainClass = Jars.mainClass(file);
        QuarkusSources.refuseLauncher(shown, mainClass);
        // A jar without classes stands for its class path; of that, the folders are what somebody has compiled.
        List<Path> folders = classPath.stream().filter(Files::isDirectory).toList();
        boolean stands = !folders.isEmpty() && new ClassPathEntry(file).isWithoutClasses();
        return new ProjectOutput(stands ? folders : List.of(file), classPath.subList(1, classPath.size()), mainClass);
    }

    /** A name that is fit for an image: the file's name without extension and version. */
    public static String imageName(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        name = name.replaceFirst("\\.(jar|zip)$", "").replaceFirst("-\\d[\\w.]*(-snapshot)?$", "");
        if ((name.equals("classes") || name.equals("target")) && path.getParent() != null) {
            return imageName(path.getParent());
        }
        name = name.replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        return name.isEmpty() ? "application" : name;
    }
}
