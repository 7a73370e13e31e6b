package dev.ristretto.fleet.daemon.limit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Something of which there is only so much, and of which nobody may have more than a share. Safe for use by several
 * threads.
 */
final class Shares {

    private final long most;
    private final long mostOfOne;
    private final Map<String, Long> taken = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition given = lock.newCondition();
    private long sum;

    Shares(long most, int share) {
        this.most = most;
        this.mostOfOne = Math.max(1, most / share);
    }

    /**
     * Takes some, and waits for it for a while.
     *
     * @return whether there was enough in that time
     */
    boolean take(String who, long amount, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (sum + amount > most || taken.getOrDefault(who, 0L) + amount > mostOfOne) {
                if (left <= 0) {
                    return false;
                }
                left = given.awaitNanos(left);
            }
            sum += amount;
            taken.merge(who, amount, Long::sum);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives back what was taken. */
    void give(String who, long amount) {
        lock.lock();
        try {
            sum -= amount;
            taken.compute(who, (name, before) -> before == null || before <= amount ? null : before - amount);
            given.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
