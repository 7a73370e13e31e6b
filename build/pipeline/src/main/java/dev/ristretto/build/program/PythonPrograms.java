package dev.ristretto.build.program;

import dev.ristretto.build.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Programs of Python: the host's {@code python3} with its library, and the project's folder with its packages. */
final class PythonPrograms {
    static final long MEMORY = 24L << 20;
    private static final Set<String> NOT_OF_AN_APPLICATION = Set.of(".git", ".venv", "venv", ".tox", ".mypy_cache");

    private PythonPrograms() {}

    static Program file(ProgramSource source) throws IOException {
        source.requireNoMain();
        ProgramFiles files = source.noFiles();
        String target = LibraryFiles.APPLICATION + "/" + source.name();
        files.add(source.path(), target, "the application");
        PythonRuntime python = runtime(source, Optional.empty());
        return with(source, python, files, List.of(target));
    }

    static Program project(ProgramSource source) throws IOException, InterruptedException {
        Optional<Path> environment = PythonPackages.environment(source.path());
        PythonRuntime python = runtime(source, environment.map(folder -> folder.resolve("bin/python")));
        PythonPackages packages = PythonPackages.of(source, python);
        ProgramFiles files = source.noFiles();
        List<String> arguments = PythonStart.of(source, packages.scripts(), python.site());
        Predicate<Path> without = file -> {
            String name = String.valueOf(file.getFileName());
            return NOT_OF_AN_APPLICATION.contains(name) || python.isOfAnother(name);
        };
        files.addTree(source.path(), LibraryFiles.APPLICATION, without, "the application");
        if (packages.folder().isPresent()) {
            Path folder = packages.folder().get();
            files.addTree(
                    folder,
                    python.site(),
                    file -> python.isOfAnother(String.valueOf(file.getFileName()))
                            || folder.relativize(file).toString().matches("pip(-[^/]*)?"),
                    "its dependencies");
        }
        return with(source, python, files, arguments);
    }

    private static PythonRuntime runtime(ProgramSource source, Optional<Path> own) {
        if (own.isPresent() && !Files.isExecutable(own.get())) {
            throw new BuildException("The virtual environment of " + source.shown() + " leads to a Python that is not"
                    + " there any more (" + own.get() + "). Make it again, or remove it.");
        }
        return PythonRuntime.of(
                source.tools(), own.orElseGet(() -> source.tools().require("python3", source.shown() + " (Python)")));
    }

    private static Program with(ProgramSource source, PythonRuntime python, ProgramFiles files, List<String> arguments)
            throws IOException {
        LibraryFiles libraries = new LibraryFiles(source, files, python.executable());
        String target = python.addTo(files);
        libraries.addModules();
        libraries.addTo(python.executable(), target);
        SystemFiles.addTo(files);
        Map<String, String> environment = SystemFiles.environment(LibraryFiles.APPLICATION, target);
        environment.putAll(SystemFiles.addCertificates(files, source.system()));
        // Otherwise what it prints waits for a full buffer, and is lost if the instance is.
        environment.put("PYTHONUNBUFFERED", "1");
        List<String> entrypoint = new ArrayList<>(List.of(target));
        entrypoint.addAll(arguments);
        return new Program("Python " + python.version(), entrypoint, environment, MEMORY, files);
    }
}
