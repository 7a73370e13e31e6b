package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;
import org.graalvm.nativeimage.c.struct.SizeOf;
import org.graalvm.word.PointerBase;
import org.graalvm.word.WordFactory;

/** The memory of a thread: the fields of {@link ThreadPointer}, its {@link TimerEntry}, who waits for its end. */
public final class ThreadBlock {
    private ThreadBlock() {}

    /** Bytes. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int size() {
        return SizeOf.get(ThreadPointer.class) + TimerEntry.SIZE + SizeOf.get(WaitQueuePointer.class);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static PointerBase timer(ThreadPointer thread) {
        return WordFactory.pointer(thread.rawValue() + SizeOf.get(ThreadPointer.class));
    }

    /** Who waits for its end. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static WaitQueuePointer joiners(ThreadPointer thread) {
        return WordFactory.pointer(timer(thread).rawValue() + TimerEntry.SIZE);
    }

    /** The thread of a {@link #timer}. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static ThreadPointer ofTimer(PointerBase entry) {
        return WordFactory.pointer(entry.rawValue() - SizeOf.get(ThreadPointer.class));
    }
}
