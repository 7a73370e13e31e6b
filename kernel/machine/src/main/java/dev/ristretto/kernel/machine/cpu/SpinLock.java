package dev.ristretto.kernel.machine.cpu;

import dev.ristretto.kernel.machine.layout.SpinLockPointer;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.function.CFunction.Transition;

/** Locks that are held with interrupts off, for short critical sections of the kernel. */
public final class SpinLock {
    private SpinLock() {}

    /** Disables interrupts and takes the lock; returns the CPU flags to give to {@link #release}. */
    @CFunction(value = "spin_acquire", transition = Transition.NO_TRANSITION)
    public static native long acquire(SpinLockPointer lock);

    /** Gives the lock up and enables interrupts again if {@code flags} says they were. */
    @CFunction(value = "spin_release", transition = Transition.NO_TRANSITION)
    public static native void release(SpinLockPointer lock, long flags);
}
