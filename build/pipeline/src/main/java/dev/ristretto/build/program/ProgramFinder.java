package dev.ristretto.build.program;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.application.ApplicationFinder;
import dev.ristretto.build.application.BuildTool;
import dev.ristretto.build.program.archive.ArchivedImage;
import dev.ristretto.build.program.library.LinkedFile;
import dev.ristretto.image.model.ImageReport.FileShare;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes a {@link Program} of a path that a user names, by what it holds. Applications of Java are not its business. Not
 * thread-safe.
 */
public final class ProgramFinder {
    /** What a folder or a file is, by what it holds; the first that fits counts. */
    private enum Kind {
        NODE("package.json"),
        GO("go.mod"),
        CARGO("Cargo.toml"),
        PYTHON("pyproject.toml", "requirements.txt"),
        CMAKE("CMakeLists.txt"),
        MAKE("Makefile", "makefile", "GNUmakefile"),
        CONTAINER_IMAGE,
        ELF_FILE,
        NODE_FILE,
        PYTHON_FILE,
        SOURCE_FILE;

        private final List<String> marks;

        Kind(String... marks) {
            this.marks = List.of(marks);
        }
    }

    /** Folders with what is another's. */
    private static final Set<String> NOT_OURS = Set.of("node_modules", ".git", ".venv", "venv");

    private final HostTools tools;
    private final Path kept;
    private final Path work;
    private final Consumer<String> phases;
    private final Consumer<String> warnings;

    /**
     * A finder.
     *
     * @param environment variables of the user
     * @param tool runs tools of the user's
     * @param log where their output goes
     * @param kept an existing folder for what is built of this path, which can be made again
     * @param work an existing folder for intermediate files, which has to stay until the files are packed
     * @param phases is told what is being done, for the user
     * @param warnings is told what may not work
     */
    public ProgramFinder(
            Map<String, String> environment,
            BuildTool tool,
            Path log,
            Path kept,
            Path work,
            Consumer<String> phases,
            Consumer<String> warnings) {
        this.tools = new HostTools(environment, tool, log, phases);
        this.kept = kept;
        this.work = work;
        this.phases = phases;
        this.warnings = warnings;
    }

    /** Whether a path holds a program of Linux. Projects of Maven and Gradle do not, whatever else is in them. */
    public static boolean matches(Path path) {
        return kind(path.toAbsolutePath().normalize()).isPresent();
    }

    /**
     * Finds out what to run, and builds it by its own tool if it has one.
     *
     * @param path that {@link #matches}
     * @param main what to run of it, if the user says it: a file, a module, a script, a program
     * @throws BuildException if that is not possible; the message says why and what to do
     */
    public Program find(Path path, Optional<String> main) throws IOException, InterruptedException {
        Path absolute = path.toAbsolutePath().normalize();
        Kind kind =
                kind(absolute).orElseThrow(() -> new BuildException(path + " holds no program that is known here."));
        ProgramSource source = new ProgramSource(path, absolute, main, tools, Path.of("/"), kept, work, warnings);
        return switch (kind) {
            case NODE -> NodePrograms.project(source);
            case NODE_FILE -> NodePrograms.file(source);
            case PYTHON -> PythonPrograms.project(source);
            case PYTHON_FILE ->
                singleOf(source).equals(absolute) ? PythonPrograms.file(source) : PythonPrograms.project(source);
            case GO -> CompiledPrograms.go(source);
            case CARGO -> CompiledPrograms.cargo(source);
            case CMAKE -> CompiledPrograms.cmake(source);
            case MAKE -> CompiledPrograms.make(source);
            case SOURCE_FILE -> CompiledPrograms.source(source, singleOf(source));
            case CONTAINER_IMAGE -> ContainerImages.of(source, phases);
            case ELF_FILE -> {
                source.requireNoMain();
                yield ElfPrograms.of(source, absolute, "ELF program");
            }
        };
    }

    /** The name of an image of what a path holds, by default. */
    public static String imageName(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        String name = String.valueOf(absolute.getFileName());
        if (!Files.isDirectory(absolute) && ArchivedImage.matches(absolute)) {
            return ApplicationFinder.imageName(
                    absolute.resolveSibling(name.replaceFirst("(?i)\\.(tar|tgz|tar\\.gz|oci)$", "")));
        }
        return ApplicationFinder.imageName(
                kindOfSource(absolute).isPresent()
                        ? absolute.resolveSibling(name.substring(0, name.lastIndexOf('.')))
                        : absolute);
    }

    /** What is in an image for a program, where it comes from and why. */
    public List<FileShare> shares(Program program) throws IOException {
        return program.files().shares(new DebianPackages(tools)::of);
    }

    private static Optional<Kind> kind(Path path) {
        if (ApplicationFinder.needsPreparation(path)) {
            return Optional.empty();
        }
        if (ArchivedImage.matches(path)) {
            return Optional.of(Kind.CONTAINER_IMAGE);
        }
        if (!Files.isDirectory(path)) {
            return LinkedFile.isElf(path) ? Optional.of(Kind.ELF_FILE) : kindOfSource(path);
        }
        if (holdsClasses(path)) {
            return Optional.empty();
        }
        Optional<Kind> project = Arrays.stream(Kind.values())
                .filter(kind -> kind.marks.stream().anyMatch(mark -> Files.isRegularFile(path.resolve(mark))))
                .findFirst();
        return project.isPresent() ? project : single(path).flatMap(ProgramFinder::kindOfSource);
    }

    private static Optional<Kind> kindOfSource(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        if (name.endsWith(".py")) {
            return Optional.of(Kind.PYTHON_FILE);
        }
        if (NodePrograms.isSource(name)) {
            return Optional.of(Kind.NODE_FILE);
        }
        return name.matches(".*\\.(c|cc|cpp|cxx)") ? Optional.of(Kind.SOURCE_FILE) : Optional.empty();
    }

    /** Whether somebody has compiled Java there, whatever else there is. */
    private static boolean holdsClasses(Path folder) {
        boolean[] found = {false};
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path inside, BasicFileAttributes attributes) {
                    return NOT_OURS.contains(String.valueOf(inside.getFileName()))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    found[0] = file.toString().endsWith(".class");
                    return found[0] ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            return false;
        }
        return found[0];
    }

    /** The only source of Python, C or C++ in a folder. */
    private static Optional<Path> single(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sources = files.filter(file -> kindOfSource(file)
                            .filter(kind -> kind != Kind.NODE_FILE)
                            .isPresent())
                    .toList();
            return sources.size() == 1 ? Optional.of(sources.getFirst()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Path singleOf(ProgramSource source) {
        return Files.isDirectory(source.path()) ? single(source.path()).orElse(source.path()) : source.path();
    }
}
