package dev.ristretto.kernel.personality.linux.thread.futex;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Those who wait for words of one hash, the longest waiting first. Its monitor is held around all use. */
final class FutexBucket {
    private final List<FutexWaiter> waiters = new ArrayList<>();

    void add(FutexWaiter waiter) {
        waiters.add(waiter);
        waiter.bucket = this;
    }

    void remove(FutexWaiter waiter) {
        waiters.remove(waiter);
    }

    /** Wakes those who wait for a word; how many, at most {@code most}. */
    int wake(FutexKey key, int most, int bits) {
        int count = 0;
        for (Iterator<FutexWaiter> all = waiters.iterator(); all.hasNext() && count < most; ) {
            FutexWaiter waiter = all.next();
            if (waiter.isMeant(key, bits)) {
                all.remove();
                waiter.wake();
                count++;
            }
        }
        return count;
    }

    /** Has those who wait for a word wait for another one; how many, at most {@code most}. */
    int move(FutexKey key, int most, FutexKey otherKey, FutexBucket other) {
        List<FutexWaiter> moved = new ArrayList<>();
        for (Iterator<FutexWaiter> all = waiters.iterator(); all.hasNext() && moved.size() < most; ) {
            FutexWaiter waiter = all.next();
            if (waiter.isMeant(key, FutexTable.ANY_BIT)) {
                all.remove();
                moved.add(waiter);
            }
        }
        for (FutexWaiter waiter : moved) {
            waiter.key = otherKey;
            other.add(waiter);
        }
        return moved.size();
    }
}
