package dev.ristretto.fleet.balancer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Wakes the one thread that waits for something to do, or whoever listens instead. A signal given while nobody waits is kept. */
public final class Signal {

    private final Semaphore permits = new Semaphore(0);

    private volatile @Nullable Runnable listener;

    /** Has something done for every signal from now on, at once and by whoever gives it; it must not wait. Nobody can wait for signals then. */
    public void listen(Runnable action) {
        listener = action;
    }

    public void raise() {
        Runnable action = listener;
        if (action != null) {
            action.run();
            return;
        }
        if (permits.availablePermits() == 0) {
            permits.release();
        }
    }

    /** Waits for a signal, at most for a time if one is given. */
    public void await(Optional<Duration> longest) throws InterruptedException {
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
