package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;
import org.graalvm.word.Pointer;

/** A heap of {@link TimerEntry}s over an array whose element 0 is not used; all-zero is an empty one without room. */
public final class TimerHeapBlock {
    private static final int SLOTS = 0;
    private static final int COUNT = 8;
    private static final int CAPACITY = 16;

    /** Bytes. */
    public static final int SIZE = 24;

    private TimerHeapBlock() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long slots(Pointer heap) {
        return Raw.getLong(heap, SLOTS);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setSlots(Pointer heap, long value) {
        Raw.putLong(heap, SLOTS, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long count(Pointer heap) {
        return Raw.getLong(heap, COUNT);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setCount(Pointer heap, long value) {
        Raw.putLong(heap, COUNT, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long capacity(Pointer heap) {
        return Raw.getLong(heap, CAPACITY);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setCapacity(Pointer heap, long value) {
        Raw.putLong(heap, CAPACITY, value);
    }
}
