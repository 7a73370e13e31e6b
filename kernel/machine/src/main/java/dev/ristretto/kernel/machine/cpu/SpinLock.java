package dev.ristretto.kernel.machine.cpu;

import org.graalvm.nativeimage.c.function.CFunction.Transition;
import org.graalvm.nativeimage.c.function.CFunction;

/** A lock of four zeroed bytes that is held with interrupts off, for short critical sections of the kernel. */
public final class SpinLock {
    /** Flags for {@link #release} that switch interrupts on. */
    public static final long INTERRUPTS_ON = 0x200;

    private SpinLock() {}

    /** Disables interrupts and takes the lock; returns the CPU flags to give to {@link #release}. */
    @CFunction(value = "spin_acquire", transition = Transition.NO_TRANSITION)
    public static native long acquire(long lock);

    /** Gives the lock up and enables interrupts again if {@code flags} says they were. */
    @CFunction(value = "spin_release", transition = Transition.NO_TRANSITION)
    public static native void release(long lock, long flags);
}
