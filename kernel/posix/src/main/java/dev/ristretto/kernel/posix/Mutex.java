package dev.ristretto.kernel.posix;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that may be taken between the moment a thread makes itself known to its waker and the moment it parks.
 *
 * <p>The JDK's poller registers a thread, calls epoll_ctl, and parks; it relies on system calls not to touch the permit
 * of {@link LockSupport}. An ordinary lock, or a monitor, parks its thread when it is contended, and may so use up the
 * very permit by which the poller announces an event: the thread would then park for ever. Whoever had to wait here
 * gets a permit back, which at worst makes one later park return early, as it may at any time. Reentrant. Use:
 * {@code try (var _ = mutex.hold()) {...}}.
 */
public final class Mutex implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();

    /** A lock that nobody has. */
    public Mutex() {}

    /** Takes the lock; closing what this returns, which is this very object, gives it back. */
    public Mutex hold() {
        if (!lock.tryLock()) {
            lock.lock();
            LockSupport.unpark(Thread.currentThread());
        }
        return this;
    }

    @Override
    public void close() {
        lock.unlock();
    }
}
