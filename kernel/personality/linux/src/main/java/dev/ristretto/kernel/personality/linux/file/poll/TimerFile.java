package dev.ristretto.kernel.personality.linux.file.poll;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileStatus;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * timerfd_create(2): reading gives how often a timer has expired since it was read last, as eight bytes. Times are
 * nanoseconds of the clock that it was made with. Safe for use by several threads.
 */
final class TimerFile extends OpenFile {
    /** Who waits is told of expirations no more often than that; all of them count. */
    private static final long SHORTEST_PERIOD = 1_000_000;

    private static final long NEVER = Long.MAX_VALUE;

    private final LongSupplier clock;
    private final ScheduledExecutorService alarms;
    private final ReentrantLock lock = new ReentrantLock();
    private long next = NEVER;
    private long interval;
    private @Nullable Future<?> alarm;

    /** A timer that is not set. */
    TimerFile(LongSupplier clock, ScheduledExecutorService alarms) {
        this.clock = clock;
        this.alarms = alarms;
    }

    /** A timer's setting: how long until it expires, 0 if it does not, and how often from then on, 0 for once. */
    record Setting(long left, long interval) {}

    /**
     * Sets it.
     *
     * @param first when it expires first, 0 for never
     * @param absolute whether that is a time of the clock, not one from now on
     * @return how it was set
     */
    Setting set(long first, long period, boolean absolute) {
        lock.lock();
        try {
            Setting old = setting();
            long now = clock.getAsLong();
            interval = period;
            next = first == 0 ? NEVER : absolute ? first : first > NEVER - now ? NEVER - 1 : now + first;
            schedule(now);
            return old;
        } finally {
            lock.unlock();
        }
    }

    /** How it is set. */
    Setting setting() {
        lock.lock();
        try {
            long now = clock.getAsLong();
            if (next == NEVER || interval == 0 && next <= now) {
                return new Setting(0, interval);
            }
            return new Setting(next > now ? next - now : interval - (now - next) % interval, interval);
        } finally {
            lock.unlock();
        }
    }

    private long expirations(long now) {
        if (now < next) {
            return 0;
        }
        return interval == 0 ? 1 : 1 + (now - next) / interval;
    }

    private void schedule(long now) {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        if (next != NEVER && !isReleased()) {
            long due = next > now ? next - now : interval == 0 ? 0 : interval - (now - next) % interval;
            alarm = alarms.schedule(this::expired, due, TimeUnit.NANOSECONDS);
        }
    }

    private void expired() {
        lock.lock();
        try {
            long now = clock.getAsLong();
            if (now < next) {
                schedule(now);
                return;
            }
            if (interval > 0 && !isReleased()) {
                long due = Math.max(SHORTEST_PERIOD, interval - (now - next) % interval);
                alarm = alarms.schedule(this::expired, due, TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
        readinessChanged(PollEvents.IN);
    }

    @Override
    protected int tryRead(ByteBuffer target) throws PosixException {
        if (target.remaining() < Long.BYTES) {
            throw new PosixException(Errno.EINVAL);
        }
        lock.lock();
        try {
            long count = expirations(clock.getAsLong());
            if (count == 0) {
                return WOULD_BLOCK;
            }
            next = interval == 0 ? NEVER : next + count * interval;
            target.duplicate().order(ByteOrder.LITTLE_ENDIAN).putLong(count);
            target.position(target.position() + Long.BYTES);
            return Long.BYTES;
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected int tryWrite(ByteBuffer source) throws PosixException {
        throw new PosixException(Errno.EINVAL);
    }

    @Override
    public int readiness() {
        lock.lock();
        try {
            return expirations(clock.getAsLong()) > 0 ? PollEvents.IN : 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public FileStatus status() {
        return FileStatus.ANONYMOUS;
    }

    @Override
    protected void release() {
        lock.lock();
        try {
            next = NEVER;
            schedule(0);
        } finally {
            lock.unlock();
        }
    }
}
