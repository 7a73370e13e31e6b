package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.kernel.personality.linux.thread.alarm.Alarm;
import dev.ristretto.kernel.personality.linux.thread.alarm.AlarmClock;
import dev.ristretto.kernel.personality.linux.thread.alarm.ProgramTimer;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The timers of a process. Safe for use by several threads. */
final class TimersOfProcess {
    private static final int MOST = 1024;

    private final AlarmClock clock;
    private final Map<Integer, ProgramTimer> timers = new HashMap<>();
    private @Nullable Alarm interval;
    private int next;

    TimersOfProcess(AlarmClock clock) {
        this.clock = clock;
    }

    AlarmClock clock() {
        return clock;
    }

    /** The alarm of setitimer and alarm, which does {@code action}. */
    synchronized Alarm interval(LongConsumer action) {
        if (interval == null) {
            interval = new Alarm(clock, action);
        }
        return interval;
    }

    /** A new timer for a number; EAGAIN if there are too many. */
    synchronized int add(IntFunction<ProgramTimer> maker) throws PosixException {
        if (timers.size() >= MOST) {
            throw new PosixException(Errno.EAGAIN);
        }
        while (timers.containsKey(next)) {
            next = next + 1 & Integer.MAX_VALUE;
        }
        int number = next;
        next = next + 1 & Integer.MAX_VALUE;
        timers.put(number, maker.apply(number));
        return number;
    }

    synchronized ProgramTimer get(int number) throws PosixException {
        ProgramTimer timer = timers.get(number);
        if (timer == null) {
            throw new PosixException(Errno.EINVAL);
        }
        return timer;
    }

    synchronized ProgramTimer remove(int number) throws PosixException {
        ProgramTimer timer = get(number);
        timers.remove(number);
        return timer;
    }

    /** Another program begins: the timers of timer_create go. */
    synchronized List<ProgramTimer> removeAll() {
        List<ProgramTimer> all = List.copyOf(timers.values());
        timers.clear();
        return all;
    }

    void stop() {
        clock.stop();
    }
}
