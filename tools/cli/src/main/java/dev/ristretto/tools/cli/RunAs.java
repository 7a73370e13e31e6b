package dev.ristretto.tools.cli;

import java.util.Locale;

/** As what an image runs. */
enum RunAs {
    /** A virtual machine of its own. */
    VM,
    /** A process of this Linux, locked in. */
    PROCESS,
    /** A virtual machine where the processor helps, else a process. */
    AUTO;

    /** As it is written on command lines. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
