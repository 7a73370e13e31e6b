package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.run.vmm.Outcome;

/** How the end of an instance is told: in a number, as the command line's exit status, and in words. */
public final class InstanceExitStatus {

    public static final int NOT_STARTED = 125;

    private static final int PANIC = 70;
    private static final int LOST = 71;
    private static final int KILLED = 137;

    private InstanceExitStatus() {}

    static int of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Exited exited -> exited.status();
            case Outcome.Panicked panicked -> PANIC;
            case Outcome.Killed killed -> KILLED;
            case Outcome.Died died -> LOST;
        };
    }

    static String reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Exited exited -> "exited with status " + exited.status();
            case Outcome.Panicked panicked ->
                "kernel panic" + (panicked.reason().isEmpty() ? "" : ": " + panicked.reason());
            case Outcome.Killed killed -> "killed";
            case Outcome.Died died -> "lost: " + died.detail();
        };
    }
}
