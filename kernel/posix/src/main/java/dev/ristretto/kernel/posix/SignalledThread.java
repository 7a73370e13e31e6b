package dev.ristretto.kernel.posix;

/**
 * A thread that signals of POSIX can be sent to (IEEE 1003.1-2024, section 2.4). It does not wait while it is
 * signalled: who sends a signal lets {@link #isSignalled} say so, and then unparks the thread.
 */
public interface SignalledThread {
    /** Whether there is a signal that ends waits of this thread. */
    boolean isSignalled();
}
