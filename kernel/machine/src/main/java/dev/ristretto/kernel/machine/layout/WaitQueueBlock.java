package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;
import org.graalvm.word.WordFactory;

/** A list of threads that are linked by {@link ThreadBlock#next}; all-zero is an empty one. */
public final class WaitQueueBlock {
    private static final int HEAD = 0;
    private static final int TAIL = 8;

    /** Bytes. */
    public static final int SIZE = 16;

    private WaitQueueBlock() {}

    /** The thread that waits longest, null if none does. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static ThreadPointer head(WaitQueuePointer queue) {
        return WordFactory.pointer(Raw.getLong(queue, HEAD));
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setHead(WaitQueuePointer queue, ThreadPointer value) {
        Raw.putLong(queue, HEAD, value.rawValue());
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static ThreadPointer tail(WaitQueuePointer queue) {
        return WordFactory.pointer(Raw.getLong(queue, TAIL));
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setTail(WaitQueuePointer queue, ThreadPointer value) {
        Raw.putLong(queue, TAIL, value.rawValue());
    }
}
