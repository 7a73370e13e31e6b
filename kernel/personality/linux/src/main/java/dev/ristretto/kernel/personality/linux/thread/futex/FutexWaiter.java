package dev.ristretto.kernel.personality.linux.thread.futex;

import java.util.concurrent.locks.LockSupport;

/** A thread that waits for a word. */
final class FutexWaiter {
    private final Thread thread = Thread.currentThread();
    private final int bits;

    /** What it waits for, and where; under the lock of that bucket. Another bucket may take it over. */
    FutexKey key;

    volatile FutexBucket bucket;

    private volatile boolean woken;

    FutexWaiter(FutexKey key, FutexBucket bucket, int bits) {
        this.key = key;
        this.bucket = bucket;
        this.bits = bits;
    }

    boolean isMeant(FutexKey asked, int wakeBits) {
        return (bits & wakeBits) != 0 && key.isSame(asked);
    }

    boolean isWoken() {
        return woken;
    }

    void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }
}
