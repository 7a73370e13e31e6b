package dev.ristretto.kernel.machine.cpu;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.cpu.x86.Context;
import dev.ristretto.kernel.machine.cpu.x86.CpuFeatures;
import dev.ristretto.kernel.machine.cpu.x86.UserMode;
import dev.ristretto.kernel.machine.layout.CpuPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.ThreadPointer;
import dev.ristretto.kernel.machine.layout.TrapFramePointer;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.function.CFunction.Transition;
import org.graalvm.nativeimage.c.type.CCharPointer;

/**
 * What every processor can do, whatever its kind: each kind's assembly has the same functions.
 *
 * <p>The data that a CPU has for itself lies in one block, which {@link #current} finds. Nothing else in the kernel may
 * assume how many CPUs there are.
 */
public final class Cpu {
    private Cpu() {}

    /** The address of this CPU's block. */
    @CFunction(value = "cpu_current", transition = Transition.NO_TRANSITION)
    public static native CpuPointer current();

    /** The thread that runs on this CPU: in one step, for behind it the caller may be on another one. */
    @CFunction(value = "thread_current", transition = Transition.NO_TRANSITION)
    public static native ThreadPointer currentThread();

    /** Forgets what it remembers of page tables if that was asked of it. Interrupts are off. */
    @CFunction(value = "cpu_flush", transition = Transition.NO_TRANSITION)
    public static native void flush();

    /** What a loop does that waits for another CPU. */
    @CFunction(value = "cpu_pause", transition = Transition.NO_TRANSITION)
    public static native void pause();

    /** A counter that runs at a constant rate. */
    @CFunction(value = "cpu_ticks", transition = Transition.NO_TRANSITION)
    public static native long ticks();

    /** {@code (value * multiplier) >>> 32} over 128 bits. */
    @CFunction(value = "cpu_scale", transition = Transition.NO_TRANSITION)
    public static native long scale(long value, long multiplier);

    @CFunction(value = "memory_clear_pages", transition = Transition.NO_TRANSITION)
    public static native void clearPages(long address, long bytes);

    @CFunction(value = "memmove", transition = Transition.NO_TRANSITION)
    public static native long copy(long target, long source, long bytes);

    /** The sum of 64-bit little-endian words, for the internet checksum. */
    @CFunction(value = "memory_sum", transition = Transition.NO_TRANSITION)
    public static native long sum(long address, long bytes);

    @CFunction(value = "memset", transition = Transition.NO_TRANSITION)
    public static native long fill(long target, int value, long bytes);

    /** Saves the current thread where it is and goes on where the next one was saved. */
    @CFunction(value = "context_switch", transition = Transition.NO_TRANSITION)
    public static native void contextSwitch(ThreadPointer current, ThreadPointer next);

    /**
     * Goes on in ring 3 with the registers of a block ({@code UserContextBlock}) until the program calls, fails or is
     * wanted back. To the runtime the thread is in native code meanwhile.
     */
    @CFunction(value = "user_enter")
    public static native int enterUser(long block);

    /** The function that is the first thread: it calls SubstrateVM's main with argc and argv at its argument. */
    @CFunction(value = "main_thread_address", transition = Transition.NO_TRANSITION)
    public static native long mainThreadAddress();

    /** Calls {@code panic_in_isolate(frame)} with the registers that Java code wants. */
    @CFunction(value = "call_panic_in_isolate", transition = Transition.NO_TRANSITION)
    public static native void callPanicInIsolate(TrapFramePointer frame, long heapBase, long isolateThread);

    /** Lays out the stack of a thread that has never run, so that a switch to it calls {@code function(argument)}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long prepareContext(long stackEnd, long function, long argument) {
        return Context.prepare(stackEnd, function, argument);
    }

    /** What programs are told of the processor at their start (AT_HWCAP). */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long hardwareCapabilities() {
        return CpuFeatures.hardwareCapabilities();
    }

    /** Lets programs run in ring 3, once. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void startUserMode() {
        UserMode.start();
    }

    /** A word of the processor's random generator, 0 where there is none or it is exhausted. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long random() {
        return CpuFeatures.random();
    }

    /** The names of a trap frame's registers in their order, four characters each. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static CCharPointer registerNames() {
        return Context.registerNames();
    }

    /** The name of the register with the address that a fault touched. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static CCharPointer addressName() {
        return Context.addressName();
    }
}
