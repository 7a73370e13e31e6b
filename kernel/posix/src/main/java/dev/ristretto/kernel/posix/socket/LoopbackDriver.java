package dev.ristretto.kernel.posix.socket;

import dev.ristretto.kernel.network.link.Link;
import dev.ristretto.kernel.network.stack.NetworkStack;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Stands in where there is no device: only the stack's timers need the thread. */
final class LoopbackDriver implements NetworkDriver {
    private final Semaphore wakeups = new Semaphore(0);

    @Override
    public Link link() {
        throw new UnsupportedOperationException("a loopback-only network has no link");
    }

    @Override
    public void service(NetworkStack stack) {}

    @Override
    public void await(long timeoutNanos) {
        try {
            if (timeoutNanos == Long.MAX_VALUE) {
                wakeups.acquire();
            } else {
                boolean unused = wakeups.tryAcquire(timeoutNanos, TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            // Nobody but the network's own loop has this thread; going round once more is all an interrupt can mean.
        }
        wakeups.drainPermits();
    }

    @Override
    public void wake() {
        wakeups.release();
    }
}
