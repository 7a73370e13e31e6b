package dev.ristretto.kernel.machine.layout.x86;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.PointerBase;

/** Fixed-point numbers with 32 fraction bits. */
public final class ClockRates {
    private static final int NANOS_PER_TICK = 0;
    private static final int TICKS_PER_NANO = 8;
    private static final int COUNTS_PER_NANO = 16;

    /** Bytes. */
    public static final int SIZE = 24;

    private ClockRates() {}

    /** Nanoseconds a tick of the time-stamp counter. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long nanosPerTick(PointerBase rates) {
        return Raw.getLong(rates, NANOS_PER_TICK);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setNanosPerTick(PointerBase rates, long value) {
        Raw.putLong(rates, NANOS_PER_TICK, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long ticksPerNano(PointerBase rates) {
        return Raw.getLong(rates, TICKS_PER_NANO);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setTicksPerNano(PointerBase rates, long value) {
        Raw.putLong(rates, TICKS_PER_NANO, value);
    }

    /** Counts of the local APIC's timer a nanosecond. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long countsPerNano(PointerBase rates) {
        return Raw.getLong(rates, COUNTS_PER_NANO);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setCountsPerNano(PointerBase rates, long value) {
        Raw.putLong(rates, COUNTS_PER_NANO, value);
    }
}
