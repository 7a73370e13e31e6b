package dev.ristretto.kernel.network;

/**
 * An action at a time of the stack's clock, run by {@link NetworkStack#poll} with the stack's lock held. One-shot, reusable; setting
 * and cancelling are cheap. From {@link NetworkStack#newTimer}.
 */
public final class Timer {
    static final int IDLE = -1;

    private final NetworkStack stack;
    final Runnable action;
    /** When to run. */
    long deadline;
    /** Place in the timer queue, {@link #IDLE} if in none. */
    int position = IDLE;

    Timer(NetworkStack stack, Runnable action) {
        this.stack = stack;
        this.action = action;
    }

    /**
     * Runs the action once the clock has reached {@code deadline}; replaces an earlier setting. Thread-safe.
     *
     * @param deadline nanoseconds of the stack's clock
     */
    public void schedule(long deadline) {
        stack.enter();
        try {
            stack.timers.schedule(this, deadline);
        } finally {
            stack.leave();
        }
    }

    /** Takes back the setting; nothing happens if there is none. Thread-safe. */
    public void cancel() {
        stack.enter();
        try {
            stack.timers.cancel(this);
        } finally {
            stack.leave();
        }
    }

    /** Whether the action is still to come. For use with the stack's lock held. */
    public boolean isScheduled() {
        return position != IDLE;
    }
}
