package dev.ristretto.kernel.network.time;

import org.jspecify.annotations.Nullable;

/**
 * An action at a time of the stack's clock, run with the stack's lock held. One-shot, reusable; setting and cancelling
 * are cheap. From {@link TimerQueue#newTimer}. All methods are for use with the stack's lock held.
 */
public final class Timer {
    private final TimerQueue queue;
    final Runnable action;
    /** When to run. */
    long deadline;

    boolean scheduled;

    // Links of the timer queue, which alone uses them: the first of those below, the next one beside, and the previous
    // one beside or, of the first, the one above.
    @Nullable
    Timer child;

    @Nullable
    Timer next;

    @Nullable
    Timer previous;

    Timer(TimerQueue queue, Runnable action) {
        this.queue = queue;
        this.action = action;
    }

    /**
     * Runs the action once the clock has reached {@code newDeadline}; replaces an earlier setting.
     *
     * @param newDeadline nanoseconds of the stack's clock
     */
    public void schedule(long newDeadline) {
        queue.schedule(this, newDeadline);
    }

    /** Takes back the setting; nothing happens if there is none. */
    public void cancel() {
        queue.cancel(this);
    }

    /** Whether the action is still to come. */
    public boolean isScheduled() {
        return scheduled;
    }

    /** When the action runs, in nanoseconds of the stack's clock; without meaning unless {@link #isScheduled}. */
    public long deadline() {
        return deadline;
    }
}
