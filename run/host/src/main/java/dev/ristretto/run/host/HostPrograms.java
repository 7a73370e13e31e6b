package dev.ristretto.run.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds programs of this host. */
public final class HostPrograms {

    private HostPrograms() {}

    /**
     * The executable of a name in the first folder that has one.
     *
     * @param searchPath folders separated by colons, as in the variable {@code PATH}
     */
    public static Optional<Path> find(String searchPath, String name) {
        for (String folder : searchPath.split(":", -1)) {
            Path candidate = Path.of(folder).resolve(name);
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return Optional.of(candidate.toAbsolutePath());
            }
        }
        return Optional.empty();
    }
}
