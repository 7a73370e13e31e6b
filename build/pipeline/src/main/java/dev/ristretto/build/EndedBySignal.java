package dev.ristretto.build;

/** Which exit statuses of child processes mean that somebody has asked them, and this build with them, to end. */
public final class EndedBySignal {
    private static final int SIGNALLED = 128;
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    private EndedBySignal() {}

    /** Whether a process was ended by the terminal's interrupt key or by SIGTERM. */
    public static boolean is(int status) {
        return status == SIGNALLED + SIGINT || status == SIGNALLED + SIGTERM;
    }
}
