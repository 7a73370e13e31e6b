package dev.ristretto.kernel.personality.linux.thread.futex;

import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.time.ClockSource;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;

/**
 * Who waits for which word of memory. Who waits longest is woken first. A word is looked at and its thread becomes one
 * that waits in one step, so that whoever changes the word and then wakes misses nobody. Safe for use by several
 * threads; it holds no more than there are threads that wait.
 */
public final class FutexTable {
    /** All bits: whoever waits for whatever. */
    public static final int ANY_BIT = -1;

    private static final int BUCKETS = 256;

    private final FutexBucket[] buckets = new FutexBucket[BUCKETS];
    private final ClockSource clock;

    /** A table in which nobody waits. */
    public FutexTable(ClockSource clock) {
        this.clock = clock;
        for (int i = 0; i < BUCKETS; i++) {
            buckets[i] = new FutexBucket();
        }
    }

    private FutexBucket bucket(FutexKey key) {
        return buckets[key.hash() & BUCKETS - 1];
    }

    /**
     * Waits until the word at an address of the caller's memory is woken.
     *
     * @param key of that word
     * @param expected what the word has to be
     * @param bits the thread is woken by those who name one of these
     * @param deadline a moment of {@link ClockSource#monotonic}
     * @throws PosixException EAGAIN if the word is another, ETIMEDOUT, EINTR, EFAULT
     */
    public void await(Caller caller, long address, FutexKey key, int expected, int bits, long deadline)
            throws PosixException {
        FutexBucket bucket = bucket(key);
        FutexWaiter waiter = new FutexWaiter(key, bucket, bits);
        int unused = caller.memory().getInt(address); // so that its page is not waited for with the lock held
        synchronized (bucket) {
            if (caller.memory().getInt(address) != expected) {
                throw new PosixException(Errno.EAGAIN);
            }
            bucket.add(waiter);
        }
        while (!waiter.isWoken()) {
            boolean signalled = caller.isSignalled();
            if (!signalled && (deadline == ClockSource.NEVER || clock.monotonic() < deadline)) {
                clock.parkUntil(deadline);
                boolean ignored = Thread.interrupted(); // which would end every further parking at once
            } else if (giveUp(waiter)) {
                throw new PosixException(signalled ? Errno.EINTR : Errno.ETIMEDOUT);
            }
        }
    }

    /** Waits no more; false if it was woken meanwhile. */
    private static boolean giveUp(FutexWaiter waiter) {
        while (true) {
            FutexBucket bucket = waiter.bucket;
            synchronized (bucket) {
                if (waiter.bucket != bucket) {
                    continue;
                }
                if (waiter.isWoken()) {
                    return false;
                }
                bucket.remove(waiter);
                return true;
            }
        }
    }

    /** Wakes threads that wait for a word for one of {@code bits}; how many. */
    public int wake(FutexKey key, int most, int bits) {
        FutexBucket bucket = bucket(key);
        synchronized (bucket) {
            return bucket.wake(key, most, bits);
        }
    }

    /** Something to be done while nobody begins to wait for either of two words, or is woken. */
    interface Step {
        int run(FutexBucket first, FutexBucket second) throws PosixException;
    }

    int withBoth(FutexKey first, FutexKey second, Step step) throws PosixException {
        int one = first.hash() & BUCKETS - 1;
        int other = second.hash() & BUCKETS - 1;
        FutexBucket lower = buckets[Math.min(one, other)];
        FutexBucket upper = buckets[Math.max(one, other)];
        synchronized (lower) {
            synchronized (upper) {
                return step.run(buckets[one], buckets[other]);
            }
        }
    }
}
