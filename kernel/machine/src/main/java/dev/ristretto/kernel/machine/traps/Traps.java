package dev.ristretto.kernel.machine.traps;

import dev.ristretto.kernel.machine.layout.EventPointer;
import dev.ristretto.kernel.machine.layout.TrapFramePointer;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.function.CFunction.Transition;
import org.graalvm.nativeimage.c.type.CCharPointer;

/**
 * What happens, told from below to those above: the only way in which a processor or a platform calls the rest of the
 * kernel.
 *
 * <p>Each is a C symbol that a class above exports. Interrupts are off at each of them.
 */
public final class Traps {
    private Traps() {}

    /** An interrupt has been handled and acknowledged: another thread may run now. */
    @CFunction(value = "trap_interrupt_handled", transition = Transition.NO_TRANSITION)
    public static native void interruptHandled();

    /** A device has asked for the thread that waits for an event. */
    @CFunction(value = "trap_event", transition = Transition.NO_TRANSITION)
    public static native void event(EventPointer event);

    /** Input has come to the console. */
    @CFunction(value = "trap_console_input", transition = Transition.NO_TRANSITION)
    public static native void consoleInput();

    /** The host asks the instance to stop. */
    @CFunction(value = "trap_power_button", transition = Transition.NO_TRANSITION)
    public static native void powerButton();

    /** Code has touched a page that is not there: 1 if it is the current thread's stack, which has it now, else 0. */
    @CFunction(value = "trap_page_missing", transition = Transition.NO_TRANSITION)
    public static native int pageMissing(long address);

    /** 1 if an address lies in the guard page of the current thread's stack, else 0. */
    @CFunction(value = "trap_is_guard_page", transition = Transition.NO_TRANSITION)
    public static native int isGuardPage(long address);

    /** Another processor cannot go on, and this one is to stop where the frame says. Does not return. */
    @CFunction(value = "trap_stopped", transition = Transition.NO_TRANSITION)
    public static native void stopped(TrapFramePointer frame);

    /** The kernel cannot go on. Does not return. */
    @CFunction(value = "trap_panic", transition = Transition.NO_TRANSITION)
    public static native void panic(CCharPointer reason);

    /** The code that a trap frame is of cannot go on; {@code address} is what it touched. Does not return. */
    @CFunction(value = "trap_panic_at", transition = Transition.NO_TRANSITION)
    public static native void panicAt(CCharPointer reason, TrapFramePointer frame, long address);
}
