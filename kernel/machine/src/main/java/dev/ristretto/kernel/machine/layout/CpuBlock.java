package dev.ristretto.kernel.machine.layout;

/** The data that each CPU has for itself, in one block; offsets in bytes. */
public final class CpuBlock {
    public static final int SELF = 0;
    public static final int CURRENT_THREAD = 8;
    public static final int IDLE_THREAD = 16;
    /** Clock value at which this CPU's timer will fire; Long.MAX_VALUE when it is not armed. */
    public static final int ARMED = 24;

    public static final int SLICE_END = 32;
    /** Not zero when an interrupt made a thread runnable that should run at once. */
    public static final int PREEMPT = 40;

    /** Not zero when the kernel is a process of another system; the rest of the block matters then only. */
    public static final int HOSTED = 48;

    /** The interrupt flag of a CPU that is a host thread: not zero while interrupts are on. */
    public static final int INTERRUPTS = 56;

    /** Interrupts that came while they were off, a bit each. */
    public static final int PENDING = 64;

    /** Where the code was that a signal interrupted. */
    public static final int RESUME = 72;

    private CpuBlock() {}
}
