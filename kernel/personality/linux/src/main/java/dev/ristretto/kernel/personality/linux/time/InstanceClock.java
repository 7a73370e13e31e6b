package dev.ristretto.kernel.personality.linux.time;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The time of the running instance. */
public final class InstanceClock implements ClockSource {
    private final long start = System.nanoTime();

    /** A clock by which the instance begins now. */
    public InstanceClock() {}

    @Override
    public long monotonic() {
        return System.nanoTime() - start;
    }

    @Override
    public long realtime() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Override
    public void parkUntil(long deadline) {
        if (deadline == NEVER) {
            LockSupport.park(this);
            return;
        }
        long left = deadline - monotonic();
        if (left > 0) {
            LockSupport.parkNanos(this, left);
        }
    }
}
