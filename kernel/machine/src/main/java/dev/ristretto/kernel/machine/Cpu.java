package dev.ristretto.kernel.machine;

import com.oracle.svm.core.Uninterruptible;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.function.CFunction.Transition;

/**
 * Single instructions of the CPU (src/main/asm/cpu.S, and memory.S for memory) and the data that each CPU has for itself.
 *
 * <p>Per-CPU data lives in one block that the GS base points to; {@link #current} finds it. Nothing else in the kernel
 * may assume how many CPUs there are.
 */
public final class Cpu {
    /** Why kernel code below the Java heap must be {@link Uninterruptible}; one reason serves all. */
    public static final String KERNEL = "Runs below the Java heap: no safepoint, no allocation, no exception.";

    /** The reason that SubstrateVM demands of uninterruptible code which may be inlined anywhere. */
    static final String INLINED = "Called from uninterruptible code.";

    // Layout of the per-CPU block.
    static final int SELF = 0;
    static final int CURRENT_THREAD = 8;
    static final int IDLE_THREAD = 16;
    /** Clock value at which this CPU's timer will fire; Long.MAX_VALUE when it is not armed. */
    static final int ARMED = 24;

    static final int SLICE_END = 32;
    /** Not zero when an interrupt made a thread runnable that should run at once. */
    static final int PREEMPT = 40;

    /** Not zero when the kernel is a Linux process; the rest of the block matters then only. */
    private static final int HOSTED = 48;

    /** The interrupt flag of a CPU that is a host thread, as in RFLAGS: {@link #INTERRUPTS_ON} or zero. */
    public static final int INTERRUPTS = 56;

    /** Interrupts that came while they were off, a bit each. */
    public static final int PENDING = 64;

    /** Where the code was that a signal interrupted. */
    public static final int RESUME = 72;

    public static final int INTERRUPTS_ON = 0x200;

    private Cpu() {}

    @CFunction(value = "cpu_in8", transition = Transition.NO_TRANSITION)
    public static native int in8(int port);

    @CFunction(value = "cpu_in16", transition = Transition.NO_TRANSITION)
    public static native int in16(int port);

    @CFunction(value = "cpu_in32", transition = Transition.NO_TRANSITION)
    public static native int in32(int port);

    @CFunction(value = "cpu_out8", transition = Transition.NO_TRANSITION)
    public static native void out8(int port, int value);

    @CFunction(value = "cpu_out16", transition = Transition.NO_TRANSITION)
    public static native void out16(int port, int value);

    @CFunction(value = "cpu_out32", transition = Transition.NO_TRANSITION)
    public static native void out32(int port, int value);

    @CFunction(value = "cpu_read32", transition = Transition.NO_TRANSITION)
    public static native int read32(long address);

    @CFunction(value = "cpu_write32", transition = Transition.NO_TRANSITION)
    public static native void write32(long address, int value);

    @CFunction(value = "cpu_read_timestamp", transition = Transition.NO_TRANSITION)
    public static native long readTimestamp();

    @CFunction(value = "cpu_read_msr", transition = Transition.NO_TRANSITION)
    public static native long readMsr(int register);

    @CFunction(value = "cpu_write_msr", transition = Transition.NO_TRANSITION)
    public static native void writeMsr(int register, long value);

    /** CPUID: writes EAX, EBX, ECX, EDX as four ints at {@code out}. */
    @CFunction(value = "cpu_id", transition = Transition.NO_TRANSITION)
    public static native void id(int leaf, int subleaf, long out);

    /** RDRAND: 1 if eight random bytes were written at {@code out}, 0 if the generator is exhausted. */
    @CFunction(value = "cpu_random", transition = Transition.NO_TRANSITION)
    public static native int random(long out);

    @CFunction(value = "cpu_read_cr2", transition = Transition.NO_TRANSITION)
    public static native long readCr2();

    @CFunction(value = "cpu_write_cr3", transition = Transition.NO_TRANSITION)
    public static native void writeCr3(long value);

    @CFunction(value = "cpu_invalidate_page", transition = Transition.NO_TRANSITION)
    public static native void invalidatePage(long address);

    @CFunction(value = "cpu_load_interrupt_table", transition = Transition.NO_TRANSITION)
    public static native void loadInterruptTable(long base, int limit);

    /** Enables interrupts, sleeps until one has been handled, and disables them again. */
    @CFunction(value = "cpu_enable_interrupts_and_halt", transition = Transition.NO_TRANSITION)
    public static native void enableInterruptsAndHalt();

    @CFunction(value = "cpu_halt_forever", transition = Transition.NO_TRANSITION)
    public static native void haltForever();

    /** The address of this CPU's block. */
    @CFunction(value = "cpu_current", transition = Transition.NO_TRANSITION)
    public static native long current();

    /** Whether the kernel runs as a Linux process and not on a machine of its own. */
    @Uninterruptible(reason = KERNEL)
    public static boolean isHosted() {
        return Raw.getInt(current(), HOSTED) != 0;
    }

    /** {@code (value * multiplier) >>> 32} over 128 bits. */
    @CFunction(value = "cpu_scale", transition = Transition.NO_TRANSITION)
    public static native long scale(long value, long multiplier);

    @CFunction(value = "memory_clear_pages", transition = Transition.NO_TRANSITION)
    public static native void clearPages(long address, long bytes);

    @CFunction(value = "memmove", transition = Transition.NO_TRANSITION)
    public static native long copy(long target, long source, long bytes);

    @CFunction(value = "memory_sum", transition = Transition.NO_TRANSITION)
    static native long sum(long address, long bytes);

    @CFunction(value = "memset", transition = Transition.NO_TRANSITION)
    public static native long fill(long target, int value, long bytes);

    @CFunction(value = "context_switch", transition = Transition.NO_TRANSITION)
    static native void contextSwitch(long saveStackPointerAt, long stackPointer);

    @CFunction(value = "context_start_address", transition = Transition.NO_TRANSITION)
    static native long contextStartAddress();

    @CFunction(value = "main_thread_address", transition = Transition.NO_TRANSITION)
    static native long mainThreadAddress();

    @CFunction(value = "interrupt_stubs_address", transition = Transition.NO_TRANSITION)
    public static native long interruptStubsAddress();

    @CFunction(value = "call_panic_in_isolate", transition = Transition.NO_TRANSITION)
    static native void callPanicInIsolate(long frame, long heapBase, long isolateThread);
}
