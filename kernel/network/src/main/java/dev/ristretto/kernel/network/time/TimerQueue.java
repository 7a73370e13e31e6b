package dev.ristretto.kernel.network.time;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a stack and its timers: a binary heap in which each knows its place, so that setting, moving and
 * cancelling cost O(log n), the next one O(1). For use with the stack's lock held, but for {@link #nanoTime}.
 */
public final class TimerQueue {
    private final NanoClock clock;
    private @Nullable Timer[] heap = new Timer[16];
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

    /** Runs the actions whose time has come, and those that they make due at once. */
    public void runDue() {
        long now = clock.nanoTime();
        Timer due;
        while ((due = pollDue(now)) != null) {
            due.action.run();
        }
    }

    /** The deadline of the next timer, or {@link Long#MAX_VALUE}. */
    public long nextDeadline() {
        Timer first = heap[0];
        return first == null ? Long.MAX_VALUE : first.deadline;
    }

    void schedule(Timer timer, long deadline) {
        if (timer.position == Timer.IDLE) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            timer.deadline = deadline;
            up(size++, timer);
        } else if (deadline < timer.deadline) {
            timer.deadline = deadline;
            up(timer.position, timer);
        } else {
            timer.deadline = deadline;
            down(timer.position, timer);
        }
    }

    void cancel(Timer timer) {
        int hole = timer.position;
        if (hole == Timer.IDLE) {
            return;
        }
        timer.position = Timer.IDLE;
        Timer last = at(--size);
        heap[size] = null;
        if (last != timer) {
            if (hole > 0 && last.deadline < at((hole - 1) >> 1).deadline) {
                up(hole, last);
            } else {
                down(hole, last);
            }
        }
    }

    /** Takes out the first timer if it is due. */
    @Nullable
    Timer pollDue(long now) {
        Timer first = heap[0];
        if (first == null || first.deadline > now) {
            return null;
        }
        cancel(first);
        return first;
    }

    int size() {
        return size;
    }

    private Timer at(int index) {
        Timer timer = heap[index];
        if (timer == null) {
            throw new IllegalStateException("hole in the timer queue at " + index);
        }
        return timer;
    }

    private void up(int start, Timer timer) {
        int index = start;
        while (index > 0) {
            int parentIndex = (index - 1) >> 1;
            Timer parent = at(parentIndex);
            if (parent.deadline <= timer.deadline) {
                break;
            }
            put(index, parent);
            index = parentIndex;
        }
        put(index, timer);
    }

    private void down(int start, Timer timer) {
        int index = start;
        while (true) {
            int childIndex = 2 * index + 1;
            if (childIndex >= size) {
                break;
            }
            Timer child = at(childIndex);
            if (childIndex + 1 < size && at(childIndex + 1).deadline < child.deadline) {
                child = at(++childIndex);
            }
            if (timer.deadline <= child.deadline) {
                break;
            }
            put(index, child);
            index = childIndex;
        }
        put(index, timer);
    }

    private void put(int index, Timer timer) {
        heap[index] = timer;
        timer.position = index;
    }
}
