package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;
import org.graalvm.word.PointerBase;
import org.graalvm.word.WordFactory;

/** A kernel thread, in the C heap. The scheduler's lock guards all but what never changes. */
public final class ThreadBlock {
    private static final int STATE = 8;
    private static final int NEXT = 16;
    private static final int PREVIOUS = 24;
    private static final int QUEUE = 32;
    private static final int TIMER = 40;
    private static final int TIMED_OUT = 56;
    private static final int RESULT = 64;
    private static final int JOINERS = 72;
    private static final int STACK_BASE = 88;
    private static final int STACK_SIZE = 96;
    private static final int ID = 104;
    private static final int ERRNO = 112;
    private static final int PROCESSOR_TIME = 120;

    /** Where a thread that does not run has its stack pointer; known to the assembly. */
    static final int STACK_POINTER = 0;

    public static final int RUNNABLE = 0;
    public static final int BLOCKED = 1;
    public static final int ENDED = 2;

    /** Bytes. */
    public static final int SIZE = 128;

    private ThreadBlock() {}

    /** {@link #RUNNABLE}, {@link #BLOCKED} or {@link #ENDED}. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long state(ThreadPointer thread) {
        return Raw.getLong(thread, STATE);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setState(ThreadPointer thread, long value) {
        Raw.putLong(thread, STATE, value);
    }

    /** The next thread in the run queue or in a wait queue. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static ThreadPointer next(ThreadPointer thread) {
        return WordFactory.pointer(Raw.getLong(thread, NEXT));
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setNext(ThreadPointer thread, ThreadPointer value) {
        Raw.putLong(thread, NEXT, value.rawValue());
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static ThreadPointer previous(ThreadPointer thread) {
        return WordFactory.pointer(Raw.getLong(thread, PREVIOUS));
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setPrevious(ThreadPointer thread, ThreadPointer value) {
        Raw.putLong(thread, PREVIOUS, value.rawValue());
    }

    /** The queue this thread is linked into, null if none. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static WaitQueuePointer queue(ThreadPointer thread) {
        return WordFactory.pointer(Raw.getLong(thread, QUEUE));
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setQueue(ThreadPointer thread, WaitQueuePointer value) {
        Raw.putLong(thread, QUEUE, value.rawValue());
    }

    /** Its {@link TimerEntry}. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static PointerBase timer(ThreadPointer thread) {
        return WordFactory.pointer(thread.rawValue() + TIMER);
    }

    /** Not zero when its last wait ended by time. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long timedOut(ThreadPointer thread) {
        return Raw.getLong(thread, TIMED_OUT);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setTimedOut(ThreadPointer thread, long value) {
        Raw.putLong(thread, TIMED_OUT, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long result(ThreadPointer thread) {
        return Raw.getLong(thread, RESULT);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setResult(ThreadPointer thread, long value) {
        Raw.putLong(thread, RESULT, value);
    }

    /** Who waits for its end. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static WaitQueuePointer joiners(ThreadPointer thread) {
        return WordFactory.pointer(thread.rawValue() + JOINERS);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long stackBase(ThreadPointer thread) {
        return Raw.getLong(thread, STACK_BASE);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setStackBase(ThreadPointer thread, long value) {
        Raw.putLong(thread, STACK_BASE, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long stackSize(ThreadPointer thread) {
        return Raw.getLong(thread, STACK_SIZE);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setStackSize(ThreadPointer thread, long value) {
        Raw.putLong(thread, STACK_SIZE, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long id(ThreadPointer thread) {
        return Raw.getLong(thread, ID);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setId(ThreadPointer thread, long value) {
        Raw.putLong(thread, ID, value);
    }

    /** How long it has run until it was switched from, in nanoseconds. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long processorTime(ThreadPointer thread) {
        return Raw.getLong(thread, PROCESSOR_TIME);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setProcessorTime(ThreadPointer thread, long value) {
        Raw.putLong(thread, PROCESSOR_TIME, value);
    }

    /** The C library's errno, an int. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static PointerBase errno(ThreadPointer thread) {
        return WordFactory.pointer(thread.rawValue() + ERRNO);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setErrno(ThreadPointer thread, int value) {
        Raw.putInt(thread, ERRNO, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setStackPointer(ThreadPointer thread, long value) {
        Raw.putLong(thread, STACK_POINTER, value);
    }

    /** The thread of a {@link #timer}. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static ThreadPointer ofTimer(PointerBase entry) {
        return WordFactory.pointer(entry.rawValue() - TIMER);
    }
}
