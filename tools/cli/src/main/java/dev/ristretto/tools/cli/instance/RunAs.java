package dev.ristretto.tools.cli.instance;

import dev.ristretto.fleet.api.Specification;
import java.util.Locale;

/** As what an image runs. */
public enum RunAs {
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

    /** The name of the hypervisor that a daemon is to use; which of them is best on its host, only that host knows. */
    public String ofDaemon() {
        return this == AUTO ? Specification.USUAL : toString();
    }
}
