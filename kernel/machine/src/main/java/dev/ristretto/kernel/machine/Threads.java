package dev.ristretto.kernel.machine;

import com.oracle.svm.core.Uninterruptible;

/**
 * Kernel threads: one structure in the C heap each, with a stack of its own above an unmapped guard page. A stack gets
 * its pages when they are first touched.
 *
 * <p>What a thread does and when is the {@link Scheduler}'s. A thread's address is its pthread_t.
 */
public final class Threads {
    // Layout of a thread. The scheduler's lock guards all but the constants.
    static final int STACK_POINTER = 0;
    static final int STATE = 8;
    /** The next and previous thread in the run queue or in a wait queue. */
    static final int NEXT = 16;

    static final int PREVIOUS = 24;
    /** The queue this thread is linked into, 0 if none. */
    static final int QUEUE = 32;
    /** Clock value at which a wait ends, and the place in the timer heap (0: none). */
    static final int DEADLINE = 40;

    static final int TIMER_SLOT = 48;
    static final int TIMED_OUT = 56;
    static final int RESULT = 64;
    static final int JOINERS = 72;
    public static final int STACK_BASE = 88;
    public static final int STACK_SIZE = 96;
    public static final int ID = 104;
    public static final int ERRNO = 112;
    static final int SIZE = 120;

    static final int RUNNABLE = 0;
    static final int BLOCKED = 1;
    static final int ENDED = 2;

    /** The size of a stack where nobody says otherwise, in bytes. */
    public static final long DEFAULT_STACK = 1 << 20;

    /** How much of a stack is there from the start. */
    private static final long INITIAL_STACK = 16 * 1024;

    /** What context_switch pops for a thread that has never run: six registers, the return address, alignment. */
    private static final int INITIAL_FRAME = 8 * 8;

    private static final int INITIAL_R12 = 3 * 8;
    private static final int INITIAL_RBX = 4 * 8;
    private static final int INITIAL_RETURN = 6 * 8;

    private Threads() {}

    /** The thread that runs on this CPU. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static long current() {
        return Raw.getLong(Cpu.current(), Cpu.CURRENT_THREAD);
    }

    /**
     * A new runnable thread that calls {@code function(argument)} on a stack of {@code stackBytes} (rounded up to pages);
     * 0 when memory is exhausted.
     */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static long create(long stackBytes, long function, long argument) {
        long size = AddressSpace.pageUp(stackBytes);
        long stack = VirtualMemory.allocate(size, size < INITIAL_STACK ? size : INITIAL_STACK);
        if (stack == 0) {
            return 0;
        }
        long thread = describe(stack, size);
        if (thread == 0 || !Scheduler.admit(thread)) {
            VirtualMemory.free(stack, size);
            CHeap.free(thread);
            return 0;
        }
        long frame = stack + size - INITIAL_FRAME;
        Raw.putLong(frame, INITIAL_R12, argument);
        Raw.putLong(frame, INITIAL_RBX, function);
        Raw.putLong(frame, INITIAL_RETURN, Cpu.contextStartAddress());
        Raw.putLong(thread, STACK_POINTER, frame);
        Scheduler.start(thread);
        return thread;
    }

    /** A thread structure for a stack that exists; 0 when memory is exhausted. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static long describe(long stack, long size) {
        long thread = CHeap.allocate(SIZE);
        if (thread != 0) {
            Cpu.fill(thread, 0, SIZE);
            Raw.putLong(thread, STACK_BASE, stack);
            Raw.putLong(thread, STACK_SIZE, size);
        }
        return thread;
    }

    /** Waits until {@code thread} has ended, frees it and returns its result. Each thread is joined once. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static long join(long thread) {
        long flags = Scheduler.lock();
        while (Raw.getLong(thread, STATE) != ENDED) {
            Scheduler.block(thread + JOINERS, Clock.NEVER);
        }
        long result = Raw.getLong(thread, RESULT);
        Scheduler.retire();
        Scheduler.unlock(flags);
        VirtualMemory.free(Raw.getLong(thread, STACK_BASE), Raw.getLong(thread, STACK_SIZE));
        CHeap.free(thread);
        return result;
    }
}
