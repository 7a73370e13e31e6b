package dev.ristretto.kernel.machine.platform.pc;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.x86.Instructions;
import dev.ristretto.kernel.machine.layout.KernelCode;

/** The battery-backed clock (Motorola MC146818), set to UTC as hypervisors do; resolution one second. */
final class RealTimeClock {
    private static final int INDEX = 0x70;
    private static final int DATA = 0x71;
    private static final int MONTH = 8;
    private static final int YEAR = 9;
    private static final int STATUS_A = 10;
    private static final int UPDATING = 0x80;
    private static final int STATUS_B = 11;
    private static final int BINARY = 4;
    /** Ticks after which a clock that has not moved stands still: several seconds. */
    private static final long PATIENCE = 1L << 35;

    private RealTimeClock() {}

    /** Seconds since 1970-01-01T00:00:00Z; 0 where there is no such clock. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long seconds() {
        if (!isPresent()) {
            return 0;
        }
        while (true) {
            while ((register(STATUS_A) & UPDATING) != 0) {
                continue;
            }
            int second = register(0);
            long seconds = dayNumber(2000 + value(YEAR), value(MONTH), value(7)) * 86_400
                    + value(4) * 3_600L
                    + value(2) * 60L
                    + value(0);
            if (register(0) == second) {
                return seconds;
            }
        }
    }

    /** The processor's ticks in a second of this clock, waiting for two of its seconds to begin; 0 without one. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long measureTicks() {
        if (!isPresent()) {
            return 0;
        }
        long first = ticksAtNextSecond();
        long second = first == 0 ? 0 : ticksAtNextSecond();
        return second == 0 ? 0 : second - first;
    }

    /** 0 if the clock stands still. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long ticksAtNextSecond() {
        int now = register(0);
        long begun = Cpu.ticks();
        while (register(0) == now) {
            if (Cpu.ticks() - begun > PATIENCE) {
                return 0;
            }
        }
        return Cpu.ticks();
    }

    /** Where there is no clock all bits are set or, behind some monitors, none, and no month is the first. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean isPresent() {
        int month = register(MONTH);
        return register(STATUS_A) != 0xff && month != 0 && month != 0xff;
    }

    /** Days from 1970-01-01 to a date of the Gregorian calendar; years begin in March, so that leap days come last. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long dayNumber(int year, int month, int day) {
        int shifted = month <= 2 ? year - 1 : year;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return shifted * 365L + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int value(int index) {
        int value = register(index);
        return (register(STATUS_B) & BINARY) != 0 ? value : (value >> 4) * 10 + (value & 15);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int register(int index) {
        Instructions.out8(INDEX, index);
        return Instructions.in8(DATA);
    }
}
