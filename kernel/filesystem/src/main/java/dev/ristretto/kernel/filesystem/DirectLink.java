package dev.ristretto.kernel.filesystem;

import org.jspecify.annotations.Nullable;

/**
 * A symbolic link that leads to a file by itself, whatever its target says: those in /proc/PID/fd of Linux, whose files
 * need not have a path.
 */
public interface DirectLink extends SymbolicLink {
    /** Where it leads; null if to what its target says. */
    @Nullable
    Location destination();
}
