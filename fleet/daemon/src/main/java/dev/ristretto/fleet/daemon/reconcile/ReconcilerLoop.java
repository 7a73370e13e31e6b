package dev.ristretto.fleet.daemon.reconcile;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Takes the steps of one state machine: when it is signalled, when a time has come, and a while after a step has
 * failed. It has a virtual thread only while there are steps to take, for thousands that wait would fill the daemon's
 * memory with their stacks.
 */
final class ReconcilerLoop {

    private static final Logger LOG = System.getLogger(ReconcilerLoop.class.getName());
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Wakes those whose time has come, which takes no time; steps are taken elsewhere. */
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private enum Phase {
        /** Nobody is there; who wakes it starts a thread. */
        ASLEEP,
        /** A thread takes steps. */
        AWAKE,
        /** The same, and it was woken since its last step began. */
        WOKEN
    }

    private final Reconciler machine;
    private final Runnable afterRemoval;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.ASLEEP);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopped;

    /** These belong to the thread that takes the steps. */
    private Duration nextPause = AFTER_A_FAILURE;

    private @Nullable Future<?> alarm;

    /** A loop that has not started yet. */
    ReconcilerLoop(Reconciler machine, Runnable afterRemoval) {
        this.machine = machine;
        this.afterRemoval = afterRemoval;
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("reconciler timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    void start() {
        machine.trigger().connect(this::wake);
        wake();
    }

    /**
     * Takes no further step. One that has begun is finished: cut short, it could leave a process that nobody knows of.
     */
    void stop() {
        stopped = true;
        wake();
    }

    /** Waits for the last step of a stopped loop; returns whether it came to its end in time. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether a step is being taken now. */
    boolean isAwake() {
        return phase.get() != Phase.ASLEEP;
    }

    private void wake() {
        Phase before = phase.getAndUpdate(now -> now == Phase.ASLEEP ? Phase.AWAKE : Phase.WOKEN);
        if (before == Phase.ASLEEP) {
            Thread.ofVirtual().name(machine.name()).start(this::run);
        }
    }

    private void run() {
        cancel();
        while (!stopped && !machine.isRemoved()) {
            phase.set(Phase.AWAKE);
            Optional<Duration> pause = step();
            if (machine.isRemoved() || (pause.isPresent() && !pause.get().isPositive())) {
                continue;
            }
            pause.ifPresent(time -> alarm = TIMER.schedule(this::wake, time.toNanos(), TimeUnit.NANOSECONDS));
            if (phase.compareAndSet(Phase.AWAKE, Phase.ASLEEP)) {
                return;
            }
            cancel();
        }
        if (machine.isRemoved()) {
            afterRemoval.run();
        }
        ended.countDown();
    }

    private void cancel() {
        Future<?> early = alarm;
        if (early != null) {
            early.cancel(false);
            alarm = null;
        }
    }

    private Optional<Duration> step() {
        try {
            Optional<Duration> pause = machine.step();
            nextPause = AFTER_A_FAILURE;
            return pause;
        } catch (RuntimeException | Error e) {
            // An error too: whoever waits for this machine must not wait for ever.
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
