package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.CpuPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.Pointer;
import org.graalvm.word.WordFactory;

/** What a CPU that is a thread of Linux has for itself, in the upper half of its block. */
public final class HostProcessorBlock {
    private static final int START = 2048;
    private static final int TIMER_SET = START;
    private static final int HALT_DEADLINE = START + 8;
    private static final int TIMEOUT = START + 16;
    private static final int TIMER = TIMEOUT + Timespec.SIZE;

    private HostProcessorBlock() {}

    /** When its timer fires. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long timerSet(CpuPointer cpu) {
        return Raw.getLong(cpu, TIMER_SET);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setTimerSet(CpuPointer cpu, long deadline) {
        Raw.putLong(cpu, TIMER_SET, deadline);
    }

    /** Until when it halts. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long haltDeadline(CpuPointer cpu) {
        return Raw.getLong(cpu, HALT_DEADLINE);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setHaltDeadline(CpuPointer cpu, long deadline) {
        Raw.putLong(cpu, HALT_DEADLINE, deadline);
    }

    /** A {@link Timespec}. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static Pointer timeout(CpuPointer cpu) {
        return WordFactory.pointer(cpu.rawValue() + TIMEOUT);
    }

    /** A {@link TimerSpecification}. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static Pointer timer(CpuPointer cpu) {
        return WordFactory.pointer(cpu.rawValue() + TIMER);
    }
}
