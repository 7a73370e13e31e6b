package dev.ristretto.kernel.machine.platform.pc;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.x86.Instructions;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.x86.ClockRates;
import dev.ristretto.kernel.machine.layout.x86.ClockSample;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.word.Pointer;
import org.graalvm.word.PointerBase;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordFactory;

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
    static boolean measure(PointerBase rates) {
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
    private static void measureTimer(PointerBase rates, long frequency) {
        Pointer begin = StackValue.get(ClockSample.SIZE);
        Pointer end = StackValue.get(ClockSample.SIZE);
        long nanosPerTick = divide(NANOS_PER_SECOND << 32, frequency);
        sample(begin);
        long until = ClockSample.timestamp(begin) + divide(frequency, NANOS_PER_SECOND / NANOS_PER_MILLI);
        while (Cpu.ticks() < until) {
            continue;
        }
        sample(end);
        long nanos = Cpu.scale(ClockSample.timestamp(end) - ClockSample.timestamp(begin), nanosPerTick);
        long counts = ClockSample.timer(end) - ClockSample.timer(begin);
        ClockRates.setNanosPerTick(rates, nanosPerTick);
        // Four bits less on the way, for frequencies beyond 4 GHz.
        ClockRates.setTicksPerNano(rates, divide(frequency << 28, NANOS_PER_SECOND) << 4);
        ClockRates.setCountsPerNano(rates, divide(counts << 32, nanos));
    }

    /** False if there is no timer chip. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean measureAgainstChip(PointerBase rates) {
        Pointer begin = StackValue.get(ClockSample.SIZE);
        Pointer end = StackValue.get(ClockSample.SIZE);
        Instructions.out8(COMMAND, RATE_GENERATOR);
        Instructions.out8(CHANNEL_0, 0xff);
        Instructions.out8(CHANNEL_0, 0xff);
        sample(begin);
        int start = (int) ClockSample.chip(begin);
        int passed = 0;
        while (passed < CHIP_TICKS) {
            passed = (start - chipCount()) & 0xffff;
            if (passed == 0 && Cpu.ticks() - ClockSample.timestamp(begin) > PATIENCE) {
                return false;
            }
        }
        sample(end);
        long chip = (start - ClockSample.chip(end)) & 0xffff;
        long nanos = divide(chip * NANOS_PER_SECOND, CHIP_HERTZ);
        long ticks = ClockSample.timestamp(end) - ClockSample.timestamp(begin);
        long counts = ClockSample.timer(end) - ClockSample.timer(begin);
        ClockRates.setNanosPerTick(rates, divide(nanos << 32, ticks));
        ClockRates.setTicksPerNano(rates, divide(ticks << 32, nanos));
        ClockRates.setCountsPerNano(rates, divide(counts << 32, nanos));
        return true;
    }

    /** The three counters at one moment: of several tries the one that took least time. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void sample(PointerBase sample) {
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < SAMPLES; i++) {
            long before = Cpu.ticks();
            long count = chipCount();
            long apic = LocalApic.counted();
            long took = Cpu.ticks() - before;
            if (took < shortest) {
                shortest = took;
                ClockSample.setTimestamp(sample, before + (took >> 1));
                ClockSample.setTimer(sample, apic);
                ClockSample.setChip(sample, count);
            }
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int chipCount() {
        Instructions.out8(COMMAND, 0);
        int low = Instructions.in8(CHANNEL_0);
        return low | Instructions.in8(CHANNEL_0) << 8;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long divide(long dividend, long divisor) {
        UnsignedWord by = WordFactory.unsigned(divisor == 0 ? 1 : divisor);
        return WordFactory.<UnsignedWord>unsigned(dividend).unsignedDivide(by).rawValue();
    }
}
