package dev.ristretto.kernel.personality.linux.thread.alarm;

import dev.ristretto.kernel.personality.linux.time.ClockSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Lets the alarms of a process go off, on a thread that begins with the first. Safe for use by several threads. */
public final class AlarmClock {
    private final ClockSource clock;
    private final List<Alarm> alarms = new ArrayList<>();
    private @Nullable Thread thread;
    private volatile boolean stopped;

    /** Set after every change and looked at before parking, because taking a lock may use up the permit. */
    private volatile boolean changed;

    /** A clock without alarms. */
    public AlarmClock(ClockSource clock) {
        this.clock = clock;
    }

    ClockSource clock() {
        return clock;
    }

    /** Has an alarm go off when its time comes, which it has just been told. */
    synchronized void watch(Alarm alarm) {
        if (stopped) {
            return;
        }
        if (!alarms.contains(alarm)) {
            alarms.add(alarm);
        }
        if (thread == null) {
            Thread started = new Thread(this::run, "alarms");
            started.setDaemon(true);
            started.start();
            thread = started;
        }
        tell();
    }

    synchronized void forget(Alarm alarm) {
        alarms.remove(alarm);
    }

    /** No alarm goes off any more. */
    public synchronized void stop() {
        stopped = true;
        alarms.clear();
        tell();
    }

    private void tell() {
        changed = true;
        LockSupport.unpark(thread);
    }

    private synchronized List<Alarm> watched() {
        return List.copyOf(alarms);
    }

    private void run() {
        while (!stopped) {
            changed = false;
            long next = ClockSource.NEVER;
            for (Alarm alarm : watched()) {
                next = Math.min(next, alarm.ring());
            }
            if (!changed) {
                clock.parkUntil(next);
            }
        }
    }
}
