package dev.ristretto.kernel.network.time;

/**
 * An action at a time of the stack's clock, run with the stack's lock held. One-shot, reusable; setting and cancelling
 * are cheap. From {@link TimerQueue#newTimer}. All methods are for use with the stack's lock held.
 */
public final class Timer {
    static final int IDLE = -1;

    private final TimerQueue queue;
    final Runnable action;
    /** When to run. */
    long deadline;
    /** Place in the timer queue, {@link #IDLE} if in none. */
    int position = IDLE;

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
        return position != IDLE;
    }

    /** When the action runs, in nanoseconds of the stack's clock; without meaning unless {@link #isScheduled}. */
    public long deadline() {
        return deadline;
    }
}
