package dev.ristretto.fleet.daemon.reconcile;

import java.time.Duration;
import java.util.Optional;

/** A state machine that a loop drives: each step does one thing and commits it. */
public interface Reconciler {

    /** What it is about. */
    String name();

    /** Raised when there is something to do. */
    Trigger trigger();

    /** Whether there is nothing left to be done, ever. */
    boolean isRemoved();

    /**
     * Does what is next.
     *
     * @return when to come again at the latest; empty if only when the signal is raised
     * @throws RuntimeException if that fails; the step may be taken again
     */
    Optional<Duration> step();
}
