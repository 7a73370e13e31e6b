package dev.ristretto.kernel.network.time;

import org.jspecify.annotations.Nullable;

/**
 * The clock of a stack and its timers: a pairing heap (Fredman et al., 1986) linked through the timers themselves, so
 * that setting one takes no memory and cannot fail. Setting and looking for the next one cost O(1), cancelling and
 * taking out O(log n) on average. For use with the stack's lock held, but for {@link #nanoTime}.
 */
public final class TimerQueue {
    /** When an action is tried again that had no memory, in nanoseconds. */
    private static final long RETRY = 20_000_000;

    private final NanoClock clock;
    private @Nullable Timer first;
    private int size;

    /** No timers yet. */
    public TimerQueue(NanoClock clock) {
        this.clock = clock;
    }

    /** The time of the clock. Thread-safe. */
    public long nanoTime() {
        return clock.nanoTime();
    }

    /** A timer that is not set. */
    public Timer newTimer(Runnable action) {
        return new Timer(this, action);
    }

    /**
     * Runs the actions whose time has come, and those that they make due at once. One that finds no memory runs again a
     * little later, unless it has set its timer itself.
     *
     * @throws OutOfMemoryError if an action has found none; those that come after it stay due
     */
    public void runDue() {
        long now = clock.nanoTime();
        Timer due;
        while ((due = pollDue(now)) != null) {
            try {
                due.action.run();
            } catch (OutOfMemoryError e) {
                if (!due.isScheduled()) {
                    schedule(due, now + RETRY);
                }
                throw e;
            }
        }
    }

    /** The deadline of the next timer, or {@link Long#MAX_VALUE}. */
    public long nextDeadline() {
        Timer next = first;
        return next == null ? Long.MAX_VALUE : next.deadline;
    }

    void schedule(Timer timer, long deadline) {
        cancel(timer);
        timer.deadline = deadline;
        timer.scheduled = true;
        size++;
        first = first == null ? timer : link(first, timer);
    }

    void cancel(Timer timer) {
        if (!timer.scheduled) {
            return;
        }
        timer.scheduled = false;
        size--;
        Timer rest = linkPairs(timer.child);
        timer.child = null;
        Timer before = timer.previous;
        if (before == null) {
            first = rest;
            return;
        }
        Timer after = timer.next;
        if (before.child == timer) {
            before.child = after;
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
        }
        timer.previous = null;
        timer.next = null;
        Timer root = first;
        if (rest != null && root != null) {
            first = link(root, rest);
        }
    }

    /** Takes out the first timer if it is due. */
    @Nullable
    Timer pollDue(long now) {
        Timer next = first;
        if (next == null || next.deadline > now) {
            return null;
        }
        cancel(next);
        return next;
    }

    int size() {
        return size;
    }

    /** Puts the later of two roots under the earlier one, which is returned. */
    private static Timer link(Timer one, Timer other) {
        Timer root = one.deadline <= other.deadline ? one : other;
        Timer under = root == one ? other : one;
        Timer sibling = root.child;
        under.previous = root;
        under.next = sibling;
        if (sibling != null) {
            sibling.previous = under;
        }
        root.child = under;
        root.previous = null;
        root.next = null;
        return root;
    }

    /** Links siblings: two by two in their order, then all of these from the last to the first. */
    private static @Nullable Timer linkPairs(@Nullable Timer siblings) {
        Timer pairs = null;
        Timer one = siblings;
        while (one != null) {
            Timer other = one.next;
            Timer following = other == null ? null : other.next;
            one.previous = null;
            one.next = null;
            Timer pair = one;
            if (other != null) {
                pair = link(one, other);
            }
            pair.next = pairs;
            pairs = pair;
            one = following;
        }
        Timer root = pairs;
        Timer pair = root == null ? null : root.next;
        while (root != null && pair != null) {
            Timer following = pair.next;
            root = link(root, pair);
            pair = following;
        }
        if (root != null) {
            root.next = null;
        }
        return root;
    }
}
