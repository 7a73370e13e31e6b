package dev.ristretto.kernel.personality.linux.time;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A time that passes when a test says so. */
public final class SimulatedClock implements ClockSource {
    public static final long BOOT = 1_700_000_000L * TimeValues.SECOND;

    private final Map<Thread, Long> sleepers = new HashMap<>();
    private long now = 5 * TimeValues.SECOND;

    @Override
    public synchronized long monotonic() {
        return now;
    }

    @Override
    public synchronized long realtime() {
        return BOOT + now;
    }

    @Override
    public void parkUntil(long deadline) {
        synchronized (this) {
            if (deadline <= now) {
                return;
            }
            sleepers.put(Thread.currentThread(), deadline);
            notifyAll();
        }
        LockSupport.park(this);
        synchronized (this) {
            sleepers.remove(Thread.currentThread());
        }
    }

    /** Lets time pass and wakes those whose moment has come. */
    public void advance(long nanoseconds) {
        synchronized (this) {
            now += nanoseconds;
            sleepers.forEach((thread, deadline) -> {
                if (deadline <= now) {
                    LockSupport.unpark(thread);
                }
            });
        }
    }

    /** Waits until so many threads sleep. */
    public synchronized void awaitSleepers(int count) throws InterruptedException {
        while (sleepers.size() < count) {
            wait();
        }
    }

    /** Waits until a thread sleeps until that moment. */
    public synchronized void awaitSleeper(long deadline) throws InterruptedException {
        while (!sleepers.containsValue(deadline)) {
            wait();
        }
    }
}
