package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.abi.Counters;
import org.graalvm.word.Pointer;

/** What the kernel counts, in the block that {@link Counters} describes. */
public final class CounterBlock {

    private CounterBlock() {}

    /** Begins with what marks the block and how long the start took. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void initialize(Pointer block, long bootNanos) {
        Raw.putLong(block, Counters.BOOT_NANOS, bootNanos);
        Raw.putLong(block, 0, Counters.MAGIC);
    }

    /** Counts a frame in one direction, which is {@link Counters#RECEIVED} or {@link Counters#SENT}. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void count(Pointer block, int direction, int bytes) {
        Raw.putLong(block, direction, Raw.getLong(block, direction) + 1);
        Raw.putLong(block, direction + Long.BYTES, Raw.getLong(block, direction + Long.BYTES) + bytes);
    }
}
