package dev.ristretto.kernel.personality.linux.thread.family;

import java.util.concurrent.locks.LockSupport;

/** The memory that a thread lets a new process use while it waits (vfork(2)). */
public final class MemoryLoan {
    private final Thread lender = Thread.currentThread();
    private volatile boolean returned;

    /** The calling thread lends. */
    public MemoryLoan() {}

    /** The new process runs another program or has ended; by any thread. */
    public void giveBack() {
        returned = true;
        LockSupport.unpark(lender);
    }

    public boolean isReturned() {
        return returned;
    }
}
