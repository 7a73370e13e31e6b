package dev.ristretto.kernel.posix.event;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileStatus;
import dev.ristretto.kernel.posix.Mutex;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * eventfd(2): a 64-bit counter. Writing eight bytes (an unsigned little-endian number) adds to it, reading returns it
 * and sets it to zero, or as a semaphore takes one from it and returns that (EFD_SEMAPHORE). It is ready to be read
 * while
 * it is not zero.
 */
public final class EventCounter extends OpenFile {
    private static final long MAXIMUM = 0xffff_ffff_ffff_fffeL;

    private final Mutex mutex = new Mutex();
    private final boolean semaphore;
    private long count;

    /** A counter at zero. */
    public EventCounter() {
        this(0, false);
    }

    /** A counter at {@code initial}, an unsigned number of 32 bits. */
    public EventCounter(int initial, boolean semaphore) {
        this.semaphore = semaphore;
        count = Integer.toUnsignedLong(initial);
    }

    /** Adds one, which wakes readers and pollers. A counter at its maximum, which is ready anyway, stays as it is. */
    public void signal() {
        try (var _ = mutex.hold()) {
            if (count != MAXIMUM) {
                count++;
            }
        }
        readinessChanged(PollEvents.IN);
    }

    @Override
    protected int tryRead(ByteBuffer target) throws PosixException {
        if (target.remaining() < Long.BYTES) {
            throw new PosixException(Errno.EINVAL);
        }
        long value;
        try (var _ = mutex.hold()) {
            if (count == 0) {
                return WOULD_BLOCK;
            }
            value = semaphore ? 1 : count;
            count -= value;
        }
        put(target, value);
        readinessChanged(PollEvents.OUT);
        return Long.BYTES;
    }

    @Override
    protected int tryWrite(ByteBuffer source) throws PosixException {
        if (source.remaining() < Long.BYTES) {
            throw new PosixException(Errno.EINVAL);
        }
        long value = source.duplicate().order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (value == -1) {
            throw new PosixException(Errno.EINVAL);
        }
        try (var _ = mutex.hold()) {
            if (Long.compareUnsigned(value, MAXIMUM - count) > 0) {
                return WOULD_BLOCK;
            }
            count += value;
        }
        source.position(source.position() + Long.BYTES);
        if (value != 0) {
            readinessChanged(PollEvents.IN);
        }
        return Long.BYTES;
    }

    @Override
    public FileStatus status() {
        return FileStatus.ANONYMOUS;
    }

    @Override
    public int readiness() {
        try (var _ = mutex.hold()) {
            return (count != 0 ? PollEvents.IN : 0) | (count != MAXIMUM ? PollEvents.OUT : 0);
        }
    }

    private static void put(ByteBuffer target, long value) {
        target.duplicate().order(ByteOrder.LITTLE_ENDIAN).putLong(value);
        target.position(target.position() + Long.BYTES);
    }
}
