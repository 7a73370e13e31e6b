package dev.ristretto.kernel.machine.platform.pc;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.Ticks;
import dev.ristretto.kernel.machine.cpu.x86.CpuFeatures;
import dev.ristretto.kernel.machine.cpu.x86.Instructions;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Variable;
import org.graalvm.word.Pointer;

/** The CPU's own interrupt controller and its timer (Intel SDM volume 3, chapter 12). */
public final class LocalApic {
    static final long PHYSICAL = 0xfee0_0000L;
    static final long REGISTERS = AddressSpace.DEVICES + PHYSICAL;

    private static final int ID = 0x20;
    private static final int END_OF_INTERRUPT = 0xb0;
    private static final int SPURIOUS = 0xf0;
    private static final int COMMAND = 0x300;
    private static final int COMMAND_TARGET = 0x310;
    private static final int TIMER = 0x320;
    private static final int TIMER_INITIAL = 0x380;
    private static final int TIMER_CURRENT = 0x390;
    private static final int TIMER_DIVIDE = 0x3e0;

    private static final int UNMASKABLE = 4 << 8;
    private static final int INIT = 5 << 8;
    private static final int STARTUP = 6 << 8;
    private static final int PENDING = 1 << 12;
    private static final int ASSERT = 1 << 14;

    private static final int ENABLED = 0x100;
    private static final int MASKED = 0x1_0000;
    private static final int DEADLINE_MODE = 0x4_0000;
    private static final int DIVIDE_BY_16 = 3;
    private static final int MSR_BASE = 0x1b;
    private static final long MSR_BASE_ENABLE = 1 << 11;
    private static final int MSR_DEADLINE = 0x6e0;
    private static final long LARGEST_COUNT = 0xffff_ffffL;

    /** Fixed-point numbers with 32 fraction bits; the second is 0 where the timer only counts down. */
    private static final CGlobalData<Pointer> COUNTS_PER_NANO = createBytes(() -> Variable.SIZE);

    private static final CGlobalData<Pointer> TIMESTAMPS_PER_NANO = createBytes(() -> Variable.SIZE);

    private LocalApic() {}

    /** Enables the controller with its timer stopped; the registers are mapped. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void enable() {
        Instructions.writeMsr(MSR_BASE, Instructions.readMsr(MSR_BASE) | MSR_BASE_ENABLE);
        Instructions.write32(REGISTERS + SPURIOUS, ENABLED | Interrupts.SPURIOUS);
        Instructions.write32(REGISTERS + TIMER_DIVIDE, DIVIDE_BY_16);
        Instructions.write32(REGISTERS + TIMER, MASKED | Interrupts.TIMER);
    }

    /** Lets the stopped timer count down from its largest value, to be measured against another clock. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void startCounting() {
        Instructions.write32(REGISTERS + TIMER_INITIAL, (int) LARGEST_COUNT);
    }

    /** How far the timer has counted since {@link #startCounting}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long counted() {
        return LARGEST_COUNT - (Instructions.read32(REGISTERS + TIMER_CURRENT) & 0xffff_ffffL);
    }

    /**
     * Makes the timer ready: by time stamps where the CPU can, else by counting down.
     *
     * @param countsPerNano timer counts a nanosecond, 32 fraction bits
     * @param timestampsPerNano ticks of the time-stamp counter a nanosecond, 32 fraction bits
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void startTimer(long countsPerNano, long timestampsPerNano) {
        Instructions.write32(REGISTERS + TIMER_INITIAL, 0);
        boolean deadlineMode = CpuFeatures.hasDeadlineTimer();
        Variable.set(COUNTS_PER_NANO.get(), countsPerNano);
        Variable.set(TIMESTAMPS_PER_NANO.get(), deadlineMode ? timestampsPerNano : 0);
        enableTimer();
    }

    /** Makes this CPU's timer ready, once {@link #startTimer} has for the first one. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void enableTimer() {
        boolean deadlineMode = Variable.get(TIMESTAMPS_PER_NANO.get()) != 0;
        Instructions.write32(REGISTERS + TIMER, (deadlineMode ? DEADLINE_MODE : 0) | Interrupts.TIMER);
    }

    /** Resets another CPU, which waits for {@link #sendStart} then. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void sendInit(long id) {
        command(id, ASSERT | INIT);
    }

    /** Starts a CPU that waits, in real mode, at the beginning of a page below 1 MiB. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void sendStart(long id, int page) {
        command(id, ASSERT | STARTUP | page);
    }

    /** Interrupts another CPU. Interrupts are off. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void send(long id, int vector) {
        command(id, ASSERT | vector);
    }

    /** Has another CPU report and halt, whatever it does: by an interrupt that cannot be masked. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void sendUnmaskable(long id) {
        command(id, ASSERT | UNMASKABLE);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void command(long id, int command) {
        while ((Instructions.read32(REGISTERS + COMMAND) & PENDING) != 0) {
            Cpu.pause();
        }
        Instructions.write32(REGISTERS + COMMAND_TARGET, (int) id << 24);
        Instructions.write32(REGISTERS + COMMAND, command);
    }

    /**
     * See {@code Platform.armTimer}. A timer that fires early is armed again: a count-down too short for its deadline,
     * a rate that is not quite right.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void armTimer(long deadline) {
        long timestampsPerNano = Variable.get(TIMESTAMPS_PER_NANO.get());
        if (timestampsPerNano != 0) {
            long timestamp = 0;
            if (deadline != Ticks.NEVER) {
                long nanos = deadline - PcMachine.nanos();
                timestamp = Cpu.ticks() + (nanos <= 0 ? 0 : Cpu.scale(nanos, timestampsPerNano));
            }
            Instructions.writeMsr(MSR_DEADLINE, timestamp);
            return;
        }
        long count = 0;
        if (deadline != Ticks.NEVER) {
            long nanos = deadline - PcMachine.nanos();
            count = nanos <= 0 ? 1 : Cpu.scale(nanos, Variable.get(COUNTS_PER_NANO.get())) + 1;
        }
        Instructions.write32(REGISTERS + TIMER_INITIAL, (int) (count > LARGEST_COUNT ? LARGEST_COUNT : count));
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void endOfInterrupt() {
        Instructions.write32(REGISTERS + END_OF_INTERRUPT, 0);
    }

    /** This CPU's number as interrupts are addressed. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static int id() {
        return Instructions.read32(REGISTERS + ID) >>> 24;
    }
}
