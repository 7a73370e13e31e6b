package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;
import org.graalvm.word.WordFactory;

/** What an interrupt marks and a thread waits for; all-zero is one that is not marked. */
public final class EventBlock {
    private static final int MARKED = 0;
    private static final int WOKEN = 8;
    private static final int WAITERS = 16;

    /** Bytes. */
    public static final int SIZE = 32;

    private EventBlock() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long marked(EventPointer event) {
        return Raw.getLong(event, MARKED);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setMarked(EventPointer event, long value) {
        Raw.putLong(event, MARKED, value);
    }

    /** Not zero when a wait is to return although nothing was marked. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long woken(EventPointer event) {
        return Raw.getLong(event, WOKEN);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setWoken(EventPointer event, long value) {
        Raw.putLong(event, WOKEN, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static WaitQueuePointer waiters(EventPointer event) {
        return WordFactory.pointer(event.rawValue() + WAITERS);
    }
}
