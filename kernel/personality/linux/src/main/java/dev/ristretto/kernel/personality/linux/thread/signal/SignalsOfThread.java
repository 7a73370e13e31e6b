package dev.ristretto.kernel.personality.linux.thread.signal;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The signals of one thread. What waits and the mask are under the lock of its process; the mask is changed by the
 * thread itself alone.
 */
public final class SignalsOfThread {
    private final SignalsOfProcess process;
    private final Runnable waker;
    final PendingSignals own = new PendingSignals();

    /** Which signals are blocked: under the lock, but for reading by the thread itself. */
    long mask;

    /** For which signals sigtimedwait waits now, though they are blocked; under the lock. */
    long awaited;

    private long maskBefore;
    private boolean meanwhile;
    private AlternateStack stack = AlternateStack.NONE;
    private volatile boolean signalled;
    private volatile boolean ending;

    /**
     * The signals of a thread that gets none before it is added to its process.
     *
     * @param waker makes the thread leave ring 3, or end its wait, and look at its signals
     * @param mask what is blocked at first
     */
    public SignalsOfThread(SignalsOfProcess process, Runnable waker, long mask) {
        this.process = process;
        this.waker = waker;
        this.mask = mask;
    }

    /** Has the thread look at its signals; under the lock. */
    void wake() {
        signalled = true;
        waker.run();
    }

    /** Nothing waits any more that is not blocked; under the lock. */
    void settle() {
        signalled = false;
    }

    boolean isWoken() {
        return signalled;
    }

    boolean wants(int signal) {
        return ((mask & ~awaited) & SignalNumbers.bit(signal)) == 0;
    }

    /** Has the thread end as soon as can be; also by others. */
    public void end() {
        ending = true;
        waker.run();
    }

    /** Whether the thread is to end. */
    public boolean isEnding() {
        return ending;
    }

    /**
     * Whether the thread may not wait any longer. A signal that any thread might take is then this one's. For the
     * thread itself.
     */
    public boolean isSignalled() {
        if (ending) {
            return true;
        }
        if (!signalled) {
            return false;
        }
        boolean found = process.claim(this);
        if (!found) {
            // The lock may have used up the very permit by which somebody else ends the wait.
            LockSupport.unpark(Thread.currentThread());
        }
        return found;
    }

    /** The next signal to deliver; null if there is none that is not blocked. For the thread itself. */
    public @Nullable Delivery next() {
        return signalled ? process.next(this) : null;
    }

    /** Which signals are blocked. For the thread itself. */
    public long mask() {
        return mask;
    }

    /** Blocks the signals of a set and no others. For the thread itself. */
    public void setMask(long set) {
        process.setMask(this, set & ~SignalNumbers.UNSTOPPABLE);
    }

    /** As {@link #setMask}, until the signals that end a call are delivered. */
    public void setMaskMeanwhile(long set) {
        if (!meanwhile) {
            maskBefore = mask;
            meanwhile = true;
        }
        setMask(set);
    }

    /** The mask that counts when a handler has returned. */
    long maskAfterHandler() {
        long result = meanwhile ? maskBefore : mask;
        meanwhile = false;
        return result;
    }

    /** Ends what {@link #setMaskMeanwhile} has begun, if no handler's return will. */
    public void restoreMask() {
        if (meanwhile) {
            meanwhile = false;
            setMask(maskBefore);
        }
    }

    /** Where handlers run that ask for it. */
    public AlternateStack stack() {
        return stack;
    }

    public void setStack(AlternateStack stack) {
        this.stack = stack;
    }
}
