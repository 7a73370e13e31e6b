package dev.ristretto.tools.cli.terminal;

/**
 * Exit statuses that are ristretto's own. {@code ristretto run} otherwise ends with the application's status, so these
 * are chosen from numbers that applications rarely use: docker's 125, the shell's 128 + signal, and sysexits.h's
 * software error.
 */
public final class ExitStatus {

    /** The kernel of the instance panicked. */
    public static final int PANIC = 70;

    /** The virtual machine ended without a word from its kernel. */
    public static final int LOST = 71;

    /** Ristretto itself failed: wrong usage, a missing program, a failed build. */
    public static final int FAILURE = 125;

    /** Ended by the terminal's interrupt key: 128 and the number of SIGINT. */
    public static final int INTERRUPTED = 130;

    /** Added to the number of the signal that killed the instance. */
    public static final int SIGNAL_BASE = 128;

    private ExitStatus() {}
}
