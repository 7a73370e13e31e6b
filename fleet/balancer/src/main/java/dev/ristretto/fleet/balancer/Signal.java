package dev.ristretto.fleet.balancer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the one thread that waits for something to do. A signal given while nobody waits is kept. */
final class Signal {

    private final Semaphore permits = new Semaphore(0);

    /** Lets the thread go on, now or when it comes to wait. */
    void raise() {
        if (permits.availablePermits() == 0) {
            permits.release();
        }
    }

    /** Waits for a signal, at most for a time if one is given. */
    void await(Optional<Duration> longest) throws InterruptedException {
        if (longest.isPresent()) {
            boolean signalled = permits.tryAcquire(longest.get().toNanos(), TimeUnit.NANOSECONDS);
            if (!signalled) {
                return;
            }
        } else {
            permits.acquire();
        }
        permits.drainPermits();
    }
}
