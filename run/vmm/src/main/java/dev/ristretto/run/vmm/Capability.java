package dev.ristretto.run.vmm;

import java.util.Locale;

/** Something that one hypervisor can do and another cannot. */
public enum Capability {
    /** Runs instances whose console belongs to the process that starts them. */
    ATTACHED,
    /** Runs instances that need nobody and that any process of the user can take over. */
    DETACHED,
    /** Gives the instance a network on which it reaches others. */
    NETWORK,
    /** Leads ports of the host to ports of the instance. */
    PORTS,
    /** Holds the instance before its first instruction for a debugger that speaks gdb's remote protocol. */
    DEBUGGER,
    /** Writes what passes an attached instance's network card into a file. */
    CAPTURE,
    /** Reads what the guest's kernel has counted, while it runs. */
    COUNTERS,
    /** Lets the console of a detached instance go on in another file. */
    CONSOLE_SWITCH;

    /** In messages. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
