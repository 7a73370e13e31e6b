package dev.ristretto.kernel.machine.layout;

/** A kernel thread; offsets in bytes. The scheduler's lock guards all but what never changes. */
public final class ThreadBlock {
    public static final int STACK_POINTER = 0;
    public static final int STATE = 8;
    /** The next and previous thread in the run queue or in a wait queue. */
    public static final int NEXT = 16;

    public static final int PREVIOUS = 24;
    /** The queue this thread is linked into, 0 if none. */
    public static final int QUEUE = 32;
    /** Clock value at which a wait ends, and the place in the timer heap (0: none). */
    public static final int DEADLINE = 40;

    public static final int TIMER_SLOT = 48;
    public static final int TIMED_OUT = 56;
    public static final int RESULT = 64;
    public static final int JOINERS = 72;
    public static final int STACK_BASE = 88;
    public static final int STACK_SIZE = 96;
    public static final int ID = 104;
    public static final int ERRNO = 112;
    public static final int SIZE = 120;

    public static final int RUNNABLE = 0;
    public static final int BLOCKED = 1;
    public static final int ENDED = 2;

    private ThreadBlock() {}
}
