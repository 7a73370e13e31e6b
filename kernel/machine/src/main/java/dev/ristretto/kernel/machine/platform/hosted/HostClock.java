package dev.ristretto.kernel.machine.platform.hosted;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.Ticks;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Unsigned;
import dev.ristretto.kernel.machine.layout.linux.Timespec;
import dev.ristretto.kernel.machine.layout.x86.ClockSamplePointer;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.nativeimage.c.struct.SizeOf;
import org.graalvm.word.Pointer;

/**
 * Measures the time-stamp counter against Linux's clock while the kernel starts, so that time costs no system call
 * later.
 */
final class HostClock {
    private static final int WALL = 0;
    private static final int MONOTONIC = 1;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** With both ends read to within 100 ns the clock is right to a part in ten thousand. */
    private static final long SHORTEST = 2_000_000;

    /** More does not fit the arithmetic: a debugger has stopped the process. */
    private static final long LONGEST = NANOS_PER_SECOND;

    private static final int SAMPLES = 8;

    private static final CGlobalData<ClockSamplePointer> FIRST =
            createBytes(() -> SizeOf.get(ClockSamplePointer.class));

    private HostClock() {}

    /** Begins to measure: the earlier, the less {@link #start} has to wait. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void begin() {
        sample(FIRST.get(), MONOTONIC);
    }

    /**
     * Starts the kernel's clock, which counts from {@code bootTimestamp}; returns the nanoseconds since 1970 at that
     * time.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long start(long bootTimestamp) {
        ClockSamplePointer first = FIRST.get();
        ClockSamplePointer second = StackValue.get(ClockSamplePointer.class);
        long nanos = 0;
        while (nanos < SHORTEST) {
            sample(second, MONOTONIC);
            nanos = second.getTimer() - first.getTimer();
            if (nanos > LONGEST) {
                begin();
                nanos = 0;
            }
        }
        long nanosPerTick = Unsigned.divide(nanos << 32, second.getTimestamp() - first.getTimestamp());
        sample(second, WALL);
        long since = Cpu.scale(second.getTimestamp() - bootTimestamp, nanosPerTick);
        Ticks.start(bootTimestamp, nanosPerTick);
        return second.getTimer() - since;
    }

    /** Counter and clock at one moment: of several tries the one that took least time. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void sample(ClockSamplePointer sample, int clock) {
        Pointer time = StackValue.get(Timespec.SIZE);
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < SAMPLES; i++) {
            long before = Cpu.ticks();
            HostCalls.clockGetTime(clock, time);
            long took = Cpu.ticks() - before;
            if (took < shortest) {
                shortest = took;
                sample.setTimestamp(before + (took >> 1));
                sample.setTimer(Timespec.get(time));
            }
        }
    }
}
