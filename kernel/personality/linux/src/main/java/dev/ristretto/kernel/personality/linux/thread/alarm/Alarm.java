package dev.ristretto.kernel.personality.linux.thread.alarm;

import dev.ristretto.kernel.personality.linux.time.ClockSource;
import java.util.function.LongConsumer;

/** Something that goes off at a time, and then again and again if that is wanted. Safe for use by several threads. */
public final class Alarm {
    private final AlarmClock clock;
    private final LongConsumer action;
    private long deadline = ClockSource.NEVER;
    private long interval;

    /**
     * An alarm that does not go off yet.
     *
     * @param action is told how often its time has come since the last time, from 1 on; without a lock
     */
    public Alarm(AlarmClock clock, LongConsumer action) {
        this.clock = clock;
        this.action = action;
    }

    /**
     * How an alarm is set.
     *
     * @param left nanoseconds until it goes off, at least 1; 0 if it does not
     * @param interval nanoseconds after which it goes off again each time, 0 if it does not
     */
    public record State(long left, long interval) {}

    /** How it is set now. */
    public synchronized State state() {
        if (deadline == ClockSource.NEVER) {
            return new State(0, interval);
        }
        return new State(Math.max(1, deadline - clock.clock().monotonic()), interval);
    }

    /**
     * Sets it.
     *
     * @param deadline a moment of {@link ClockSource#monotonic}, {@link ClockSource#NEVER} for not at all
     * @param interval nanoseconds after which it goes off again each time, 0 for not again
     * @return how it was set before
     */
    public State set(long deadline, long interval) {
        State before;
        synchronized (this) {
            before = state();
            this.deadline = deadline;
            this.interval = interval;
        }
        if (deadline == ClockSource.NEVER) {
            clock.forget(this);
        } else {
            clock.watch(this);
        }
        return before;
    }

    /** Goes off if its time has come; when it will next. */
    long ring() {
        long times;
        long next;
        synchronized (this) {
            long late = deadline == ClockSource.NEVER ? -1 : clock.clock().monotonic() - deadline;
            if (late < 0) {
                return deadline;
            }
            times = interval == 0 ? 1 : 1 + late / interval;
            // The addition cannot wrap but for intervals of centuries, which then never end.
            next = interval == 0 || interval > ClockSource.NEVER - deadline - late
                    ? ClockSource.NEVER
                    : deadline + times * interval;
            deadline = next;
        }
        action.accept(times);
        return next;
    }
}
