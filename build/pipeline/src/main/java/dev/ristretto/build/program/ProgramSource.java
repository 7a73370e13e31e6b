package dev.ristretto.build.program;

import dev.ristretto.build.BuildException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the user has given, and what a program is made of it with. Immutable.
 *
 * @param shown the path as the user wrote it
 * @param path the same, absolute
 * @param main what the user wants to be run of it, if that was said
 * @param tools of the host
 * @param system where the host's files are, {@code /} but in tests
 * @param kept an existing folder of this path alone, for what is built and can be made again
 * @param work an existing folder for intermediate files
 * @param warnings is told what may not work, a line each
 */
record ProgramSource(
        Path shown,
        Path path,
        Optional<String> main,
        HostTools tools,
        Path system,
        Path kept,
        Path work,
        Consumer<String> warnings) {
    boolean has(String name) {
        return Files.exists(path.resolve(name));
    }

    /** The name of the file or folder. */
    String name() {
        return String.valueOf(path.getFileName());
    }

    /** The folder of a project, or that in which a single file lies. */
    Path folder() {
        Path parent = path.getParent();
        return Files.isDirectory(path) || parent == null ? path : parent;
    }

    ProgramFiles noFiles() {
        return new ProgramFiles(system, work);
    }

    /** Refuses a choice where there is none. */
    void requireNoMain() {
        if (main.isPresent()) {
            throw new BuildException("--main " + main.get() + ": " + shown + " is a single program. Leave --main out.");
        }
    }
}
