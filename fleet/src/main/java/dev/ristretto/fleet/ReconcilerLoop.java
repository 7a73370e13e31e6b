package dev.ristretto.fleet;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/** The thread that takes the steps of one state machine: when it is signalled, when a time has come, and a while after a step has failed. */
final class ReconcilerLoop {

    private static final Logger LOG = System.getLogger(ReconcilerLoop.class.getName());
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Stepping machine;
    private final Runnable afterRemoval;
    private final Thread thread;
    private volatile boolean stopped;
    private Duration nextPause = AFTER_A_FAILURE;

    /** A loop that has not started yet. */
    ReconcilerLoop(Stepping machine, Runnable afterRemoval) {
        this.machine = machine;
        this.afterRemoval = afterRemoval;
        this.thread = Thread.ofVirtual().name(machine.name()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Takes no further step. One that has begun is finished: cut short, it could leave a process that nobody knows of. */
    void stop() {
        stopped = true;
        machine.signal().raise();
    }

    /** Waits for the last step of a stopped loop; returns whether it came to its end in time. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return thread.join(patience);
    }

    private void run() {
        try {
            while (!stopped && !machine.isRemoved()) {
                machine.signal().await(step());
            }
            if (machine.isRemoved()) {
                afterRemoval.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Duration> step() {
        try {
            Optional<Duration> pause = machine.step();
            nextPause = AFTER_A_FAILURE;
            return machine.isRemoved() ? Optional.of(Duration.ZERO) : pause;
        } catch (RuntimeException e) {
            Duration pause = nextPause;
            boolean first = pause.equals(AFTER_A_FAILURE);
            String message = "a step for " + machine.name() + " failed; again in " + pause.toSeconds() + " s";
            if (first) {
                LOG.log(Level.WARNING, message, e);
            } else {
                LOG.log(Level.WARNING, message + ": " + e.getMessage());
            }
            nextPause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            return Optional.of(pause);
        }
    }
}
