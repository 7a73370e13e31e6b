package dev.ristretto.kernel.machine.platform.pc;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.x86.Instructions;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Unsigned;
import dev.ristretto.kernel.machine.layout.x86.ClockRatesPointer;
import dev.ristretto.kernel.machine.layout.x86.ClockSamplePointer;
import org.graalvm.nativeimage.StackValue;

/**
 * Finds out how fast the time-stamp counter and the local APIC's timer run: from what the processor or the hypervisor
 * says of it, else against the timer chip (Intel 8254), else, where there is none, against the real-time clock.
 */
final class Calibration {
    private static final int CHANNEL_0 = 0x40;
    private static final int COMMAND = 0x43;
    private static final int RATE_GENERATOR = 0x34;
    private static final long CHIP_HERTZ = 1_193_182;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    /** 5 ms: with both ends read to within a microsecond the clock is right to a few parts in ten thousand. */
    private static final int CHIP_TICKS = 5966;

    private static final int SAMPLES = 8;

    /** Ticks after which a timer chip that has not moved is none. */
    private static final long PATIENCE = 1L << 29;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private Calibration() {}

    /**
     * Writes the rates of the time-stamp counter and of the APIC's timer, which is counting; false if this machine has
     * nothing that they could be measured against.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean measure(ClockRatesPointer rates) {
        long frequency = ParavirtualClock.frequency();
        if (frequency == 0) {
            frequency = TimestampFrequency.known();
        }
        if (frequency == 0 && !measureAgainstChip(rates)) {
            frequency = RealTimeClock.measureTicks();
            if (frequency == 0) {
                return false;
            }
        }
        if (frequency != 0) {
            measureTimer(rates, frequency);
        }
        return true;
    }

    /** The frequency of the time-stamp counter is known, in hertz: measures the timer against it, for a millisecond. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void measureTimer(ClockRatesPointer rates, long frequency) {
        ClockSamplePointer begin = StackValue.get(ClockSamplePointer.class);
        ClockSamplePointer end = StackValue.get(ClockSamplePointer.class);
        long nanosPerTick = Unsigned.divide(NANOS_PER_SECOND << 32, frequency);
        sample(begin);
        long until = begin.getTimestamp() + Unsigned.divide(frequency, NANOS_PER_SECOND / NANOS_PER_MILLI);
        while (Cpu.ticks() < until) {
            continue;
        }
        sample(end);
        long nanos = Cpu.scale(end.getTimestamp() - begin.getTimestamp(), nanosPerTick);
        long counts = end.getTimer() - begin.getTimer();
        rates.setNanosPerTick(nanosPerTick);
        // Four bits less on the way, for frequencies beyond 4 GHz.
        rates.setTicksPerNano(Unsigned.divide(frequency << 28, NANOS_PER_SECOND) << 4);
        rates.setCountsPerNano(Unsigned.divide(counts << 32, nanos));
    }

    /** False if there is no timer chip. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean measureAgainstChip(ClockRatesPointer rates) {
        ClockSamplePointer begin = StackValue.get(ClockSamplePointer.class);
        ClockSamplePointer end = StackValue.get(ClockSamplePointer.class);
        Instructions.out8(COMMAND, RATE_GENERATOR);
        Instructions.out8(CHANNEL_0, 0xff);
        Instructions.out8(CHANNEL_0, 0xff);
        sample(begin);
        int start = (int) begin.getChip();
        int passed = 0;
        while (passed < CHIP_TICKS) {
            passed = (start - chipCount()) & 0xffff;
            if (passed == 0 && Cpu.ticks() - begin.getTimestamp() > PATIENCE) {
                return false;
            }
        }
        sample(end);
        long chip = (start - end.getChip()) & 0xffff;
        long nanos = Unsigned.divide(chip * NANOS_PER_SECOND, CHIP_HERTZ);
        long ticks = end.getTimestamp() - begin.getTimestamp();
        long counts = end.getTimer() - begin.getTimer();
        rates.setNanosPerTick(Unsigned.divide(nanos << 32, ticks));
        rates.setTicksPerNano(Unsigned.divide(ticks << 32, nanos));
        rates.setCountsPerNano(Unsigned.divide(counts << 32, nanos));
        return true;
    }

    /** The three counters at one moment: of several tries the one that took least time. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void sample(ClockSamplePointer sample) {
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < SAMPLES; i++) {
            long before = Cpu.ticks();
            long count = chipCount();
            long apic = LocalApic.counted();
            long took = Cpu.ticks() - before;
            if (took < shortest) {
                shortest = took;
                sample.setTimestamp(before + (took >> 1));
                sample.setTimer(apic);
                sample.setChip(count);
            }
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int chipCount() {
        Instructions.out8(COMMAND, 0);
        int low = Instructions.in8(CHANNEL_0);
        return low | Instructions.in8(CHANNEL_0) << 8;
    }
}
