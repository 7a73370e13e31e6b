package dev.ristretto.build.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.build.BuildException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An interpreter of Python on this host, as it tells of itself. Immutable.
 *
 * @param executable the interpreter, not that of a virtual environment, which leads to it
 * @param version for example {@code 3.11.2}
 * @param library the folder of the standard library
 * @param tag of compiled modules: {@code cpython-311}
 * @param site where installed packages are found; need not exist
 */
record PythonRuntime(Path executable, String version, Path library, String tag, String site) {
    private static final String QUESTION = """
            import json, site, sys, sysconfig
            paths = sysconfig.get_paths(vars={'base': sys.base_prefix, 'platbase': sys.base_prefix,
                'installed_base': sys.base_prefix, 'installed_platbase': sys.base_prefix})
            import os
            print(json.dumps({'executable': os.path.realpath(getattr(sys, '_base_executable', sys.executable)),
                'version': '.'.join(map(str, sys.version_info[:3])), 'library': paths['stdlib'],
                'tag': sys.implementation.cache_tag, 'site': site.getsitepackages([sys.base_prefix])[0]}))
            """;

    /** What nothing needs that runs without a developer. */
    private static final Set<String> WITHOUT = Set.of(
            "test",
            "tests",
            "idlelib",
            "idle_test",
            "tkinter",
            "turtledemo",
            "ensurepip",
            "lib2to3",
            "site-packages",
            "dist-packages",
            "pydoc_data");

    /** Modules of tests, of Tk, which brings X11, and of a directory of users that nobody has any more. */
    private static final Pattern MODULES_WITHOUT =
            Pattern.compile("(_tkinter|_test\\w*|_xxtestfuzz|_ctypes_test|nis)\\..*\\.so");

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Asks an interpreter.
     *
     * @throws BuildException if it does not answer as Python does
     */
    static PythonRuntime of(HostTools tools, Path python) {
        PythonRuntime asked = ask(tools, python);
        // In a virtual environment it does not know the folders of the whole.
        return asked.executable().equals(python) ? asked : ask(tools, asked.executable());
    }

    private static PythonRuntime ask(HostTools tools, Path python) {
        try {
            JsonNode answer = JSON.readTree(tools.ask(List.of(python.toString(), "-I", "-c", QUESTION)));
            if (answer.hasNonNull("site")) {
                return new PythonRuntime(
                        Path.of(answer.get("executable").asText()),
                        answer.get("version").asText(),
                        Path.of(answer.get("library").asText()),
                        answer.get("tag").asText(),
                        answer.get("site").asText());
            }
        } catch (JsonProcessingException e) {
            throw new BuildException(python + " does not say what it is: " + e.getOriginalMessage(), e);
        }
        throw new BuildException(python + " does not say what it is. Run it, and see what is wrong with it.");
    }

    /** {@code 3.11}. */
    String release() {
        return version.replaceFirst("^(\\d+\\.\\d+).*", "$1");
    }

    /**
     * Adds interpreter and standard library.
     *
     * @return where the interpreter is in the image
     */
    String addTo(ProgramFiles files) throws IOException {
        String target = files.addSystem(executable, "runs the application");
        files.addSystemTree(library, this::isLeftOut, "standard library");
        return target;
    }

    private boolean isLeftOut(Path file) {
        String name = String.valueOf(file.getFileName());
        return WITHOUT.contains(name)
                || name.startsWith("config-" + release())
                || name.endsWith(".a")
                || MODULES_WITHOUT.matcher(name).matches()
                || isOfAnother(name);
    }

    /** Whether a file is a compiled module of another release, or of another optimization. */
    boolean isOfAnother(String name) {
        return name.endsWith(".pyc") && name.contains(".cpython-") && !name.endsWith("." + tag + ".pyc");
    }
}
