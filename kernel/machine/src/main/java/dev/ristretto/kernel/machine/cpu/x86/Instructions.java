package dev.ristretto.kernel.machine.cpu.x86;

import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.function.CFunction.Transition;
import org.graalvm.word.PointerBase;

/** Single instructions of an x86-64 processor (src/main/asm/cpu.S). */
public final class Instructions {
    private Instructions() {}

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

    @CFunction(value = "cpu_write8", transition = Transition.NO_TRANSITION)
    public static native void write8(long address, int value);

    @CFunction(value = "cpu_read32", transition = Transition.NO_TRANSITION)
    public static native int read32(long address);

    @CFunction(value = "cpu_write32", transition = Transition.NO_TRANSITION)
    public static native void write32(long address, int value);

    @CFunction(value = "cpu_read_msr", transition = Transition.NO_TRANSITION)
    public static native long readMsr(int register);

    @CFunction(value = "cpu_write_msr", transition = Transition.NO_TRANSITION)
    public static native void writeMsr(int register, long value);

    /** CPUID: writes EAX, EBX, ECX, EDX as four ints at {@code out}. */
    @CFunction(value = "cpu_id", transition = Transition.NO_TRANSITION)
    static native void id(int leaf, int subleaf, PointerBase out);

    /** RDRAND: 1 if eight random bytes were written at {@code out}, 0 if the generator is exhausted. */
    @CFunction(value = "cpu_random", transition = Transition.NO_TRANSITION)
    static native int random(PointerBase out);

    @CFunction(value = "cpu_read_cr2", transition = Transition.NO_TRANSITION)
    public static native long readCr2();

    @CFunction(value = "cpu_write_cr3", transition = Transition.NO_TRANSITION)
    static native void writeCr3(long value);

    @CFunction(value = "cpu_invalidate_page", transition = Transition.NO_TRANSITION)
    static native void invalidatePage(long address);

    @CFunction(value = "cpu_load_interrupt_table", transition = Transition.NO_TRANSITION)
    public static native void loadInterruptTable(long base, int limit);

    /** Enables interrupts, sleeps until one has been handled, and disables them again. */
    @CFunction(value = "cpu_enable_interrupts_and_halt", transition = Transition.NO_TRANSITION)
    public static native void enableInterruptsAndHalt();

    @CFunction(value = "cpu_halt_forever", transition = Transition.NO_TRANSITION)
    public static native void haltForever();

    /** Sets bits of the control register CR4. */
    @CFunction(value = "cpu_add_to_cr4", transition = Transition.NO_TRANSITION)
    static native void addToCr4(long bits);

    /** Where the SYSCALL instruction is to lead. */
    @CFunction(value = "user_system_call_address", transition = Transition.NO_TRANSITION)
    static native long userSystemCallAddress();

    @CFunction(value = "interrupt_stubs_address", transition = Transition.NO_TRANSITION)
    public static native long interruptStubsAddress();
}
