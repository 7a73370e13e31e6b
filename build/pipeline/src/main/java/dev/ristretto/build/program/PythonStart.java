package dev.ristretto.build.program;

import dev.ristretto.build.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How a project of Python is started. */
final class PythonStart {
    private static final List<String> USUAL = List.of("__main__.py", "main.py", "app.py", "server.py", "manage.py");

    private PythonStart() {}

    /**
     * The arguments of the interpreter: a file of the project, {@code -m} and a module, or a script that an installed
     * package has.
     *
     * @param scripts names of the project's scripts
     * @param installed where packages are in the image
     * @throws BuildException if it cannot be found out
     */
    static List<String> of(ProgramSource source, Set<String> scripts, String installed) throws IOException {
        if (source.main().isPresent()) {
            String name = source.main().get();
            if (scripts.contains(name)) {
                return List.of(installed + "/bin/" + name);
            }
            if (!name.endsWith(".py")) {
                return List.of("-m", name);
            }
            if (!Files.isRegularFile(source.path().resolve(name))) {
                throw new BuildException("--main " + name + ": there is no such file in " + source.shown() + ".");
            }
            return List.of(LibraryFiles.APPLICATION + "/" + name);
        }
        if (scripts.size() == 1) {
            return List.of(installed + "/bin/" + scripts.iterator().next());
        }
        Optional<String> usual = USUAL.stream()
                .filter(name -> Files.isRegularFile(source.path().resolve(name)))
                .findFirst();
        return List.of(LibraryFiles.APPLICATION + "/" + (usual.isPresent() ? usual.get() : only(source, scripts)));
    }

    private static String only(ProgramSource source, Set<String> scripts) throws IOException {
        List<String> files;
        try (Stream<Path> all = Files.list(source.path())) {
            files = all.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".py") && !name.equals("setup.py"))
                    .sorted()
                    .toList();
        }
        if (files.size() == 1) {
            return files.getFirst();
        }
        List<String> choices =
                Stream.concat(scripts.stream().sorted(), files.stream()).toList();
        throw new BuildException(source.shown() + " does not say what to start. Name a file, a module or a script with"
                + " --main" + (choices.isEmpty() ? "." : ": " + String.join(", ", choices)));
    }
}
