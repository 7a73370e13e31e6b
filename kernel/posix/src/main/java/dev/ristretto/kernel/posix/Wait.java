package dev.ristretto.kernel.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread's wait for readiness, for platform and virtual threads alike.
 *
 * <p>An interrupt of Java does not end the wait, as it does not end a system call: it is kept and set again when the
 * wait is closed. A signal to a {@link SignalledThread} ends it. Use: watch, then check the condition, then {@link
 * #untilSignalled}, and check again, until satisfied.
 */
public final class Wait implements ReadinessWatcher, AutoCloseable {
    /** A timeout that never ends, in nanoseconds. */
    public static final long FOREVER = Long.MAX_VALUE;

    private final Thread thread = Thread.currentThread();
    private final List<OpenFile> watched = new ArrayList<>(1);
    private final boolean endless;
    private final long deadline;
    private int events;
    private volatile boolean signalled;
    private boolean interrupted;
    private boolean parked;

    /** A wait of the calling thread for at most {@code timeoutNanos}, {@link #FOREVER} for no limit. */
    public Wait(long timeoutNanos) {
        endless = timeoutNanos == FOREVER;
        deadline = endless ? 0 : System.nanoTime() + timeoutNanos;
    }

    /** Counts changes of {@code file} in {@code asked} as signals from now on. */
    public void watch(OpenFile file, int asked) {
        events |= asked;
        watched.add(file);
        file.addWatcher(this);
    }

    @Override
    public void mayBeReady(OpenFile file, int changed) {
        if ((changed & events) != 0) {
            signalled = true;
            LockSupport.unpark(thread);
        }
    }

    /** Blocks until there was a signal since the last call; false if the time is over or the thread has a signal. */
    public boolean untilSignalled() {
        while (!signalled) {
            if (thread instanceof SignalledThread receiver && receiver.isSignalled()) {
                return false;
            }
            if (endless) {
                LockSupport.park(this);
            } else {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
            }
            parked = true;
            interrupted |= Thread.interrupted();
        }
        signalled = false;
        return true;
    }

    @Override
    public void close() {
        for (OpenFile file : watched) {
            file.removeWatcher(this);
        }
        if (interrupted) {
            thread.interrupt();
        }
        if (parked) {
            LockSupport.unpark(
                    thread); // parking may have used up a permit that was meant for something else, see Mutex
        }
    }
}
