package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;
import org.graalvm.word.WordFactory;

/**
 * The data that each CPU has for itself, in one block that starts with its own address. The assembly uses it as well
 * (src/main/asm/layout.inc).
 */
public final class CpuBlock {
    private static final int CURRENT_THREAD = 8;
    private static final int IDLE_THREAD = 16;
    private static final int ARMED = 24;
    private static final int SLICE_END = 32;
    private static final int PREEMPT = 40;
    private static final int SWITCHED = 88;
    private static final int BUSY = 96;

    // Known to the assembly.
    static final int SELF = 0;
    static final int HOSTED = 48;
    static final int INTERRUPTS = 56;
    static final int PENDING = 64;
    static final int RESUME = 72;
    static final int STACK = 80;

    /** The flags of a CPU, as spin locks save them, with interrupts on. */
    public static final int INTERRUPTS_ON = 0x200;

    private CpuBlock() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static ThreadPointer currentThread(CpuPointer cpu) {
        return WordFactory.pointer(Raw.getLong(cpu, CURRENT_THREAD));
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setCurrentThread(CpuPointer cpu, ThreadPointer value) {
        Raw.putLong(cpu, CURRENT_THREAD, value.rawValue());
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static ThreadPointer idleThread(CpuPointer cpu) {
        return WordFactory.pointer(Raw.getLong(cpu, IDLE_THREAD));
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setIdleThread(CpuPointer cpu, ThreadPointer value) {
        Raw.putLong(cpu, IDLE_THREAD, value.rawValue());
    }

    /** The time at which this CPU's timer will fire; {@code Long.MAX_VALUE} when it is not armed. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long armed(CpuPointer cpu) {
        return Raw.getLong(cpu, ARMED);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setArmed(CpuPointer cpu, long value) {
        Raw.putLong(cpu, ARMED, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long sliceEnd(CpuPointer cpu) {
        return Raw.getLong(cpu, SLICE_END);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setSliceEnd(CpuPointer cpu, long value) {
        Raw.putLong(cpu, SLICE_END, value);
    }

    /** Not zero when an interrupt made a thread runnable that should run at once. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long preempt(CpuPointer cpu) {
        return Raw.getLong(cpu, PREEMPT);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setPreempt(CpuPointer cpu, long value) {
        Raw.putLong(cpu, PREEMPT, value);
    }

    /** When the running thread was switched to. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long switched(CpuPointer cpu) {
        return Raw.getLong(cpu, SWITCHED);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setSwitched(CpuPointer cpu, long value) {
        Raw.putLong(cpu, SWITCHED, value);
    }

    /** How long it has run threads other than the idle one until it was {@link #switched}, in nanoseconds. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long busy(CpuPointer cpu) {
        return Raw.getLong(cpu, BUSY);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setBusy(CpuPointer cpu, long value) {
        Raw.putLong(cpu, BUSY, value);
    }

    /** Whether the kernel is a process of another system; what follows matters then only. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static boolean isHosted(CpuPointer cpu) {
        return Raw.getInt(cpu, HOSTED) != 0;
    }

    /** The interrupt flag of a CPU that is a host thread: not zero while interrupts are on. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int interrupts(CpuPointer cpu) {
        return Raw.getInt(cpu, INTERRUPTS);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setInterrupts(CpuPointer cpu, int value) {
        Raw.putInt(cpu, INTERRUPTS, value);
    }

    /** Notes an interrupt, a bit, that came while they were off. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void addPending(CpuPointer cpu, int interrupt) {
        Raw.putInt(cpu, PENDING, Raw.getInt(cpu, PENDING) | interrupt);
    }

    /** Where the code was that a signal interrupted. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setResume(CpuPointer cpu, long instruction) {
        Raw.putLong(cpu, RESUME, instruction);
    }

    /** Has a new block know where it is. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void initialize(CpuPointer cpu) {
        Raw.putLong(cpu, SELF, cpu.rawValue());
    }
}
