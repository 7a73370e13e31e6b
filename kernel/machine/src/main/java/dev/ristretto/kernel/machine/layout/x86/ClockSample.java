package dev.ristretto.kernel.machine.layout.x86;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.PointerBase;

/** Counters at one moment: time stamps, the timer that is measured, the chip it is measured against. */
public final class ClockSample {
    private static final int TIMESTAMP = 0;
    private static final int TIMER = 8;
    private static final int CHIP = 16;

    /** Bytes. */
    public static final int SIZE = 24;

    private ClockSample() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long timestamp(PointerBase sample) {
        return Raw.getLong(sample, TIMESTAMP);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setTimestamp(PointerBase sample, long value) {
        Raw.putLong(sample, TIMESTAMP, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long timer(PointerBase sample) {
        return Raw.getLong(sample, TIMER);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setTimer(PointerBase sample, long value) {
        Raw.putLong(sample, TIMER, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long chip(PointerBase sample) {
        return Raw.getLong(sample, CHIP);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setChip(PointerBase sample, long value) {
        Raw.putLong(sample, CHIP, value);
    }
}
