package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;
import org.graalvm.word.PointerBase;

/** The place of a thread in the timer heap. */
public final class TimerEntry {
    private static final int DEADLINE = 0;
    private static final int SLOT = 8;

    /** Bytes. */
    public static final int SIZE = 16;

    private TimerEntry() {}

    /** When its wait ends. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long deadline(PointerBase entry) {
        return Raw.getLong(entry, DEADLINE);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setDeadline(PointerBase entry, long value) {
        Raw.putLong(entry, DEADLINE, value);
    }

    /** Its slot in the heap, 0 if it is not there. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long slot(PointerBase entry) {
        return Raw.getLong(entry, SLOT);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setSlot(PointerBase entry, long value) {
        Raw.putLong(entry, SLOT, value);
    }
}
