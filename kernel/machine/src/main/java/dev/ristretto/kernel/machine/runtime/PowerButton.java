package dev.ristretto.kernel.machine.runtime;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.layout.EventPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.threads.KernelEvent;
import dev.ristretto.kernel.machine.time.KernelClock;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.struct.SizeOf;

/** How the host asks an instance to stop. A front door has a thread that waits for it. */
public final class PowerButton {
    private static final CGlobalData<EventPointer> PRESSED = createBytes(() -> SizeOf.get(EventPointer.class));

    private PowerButton() {}

    @CEntryPoint(name = "trap_power_button", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void pressed() {
        KernelEvent.mark(PRESSED.get());
    }

    /** Lets the thread that waits, or is about to, go on, as the host does. Safe from any thread. */
    public static void press() {
        KernelEvent.mark(PRESSED.get());
    }

    /** Waits until the button has been pressed since the last wait. */
    public static void await() {
        while (KernelEvent.await(PRESSED.get(), KernelClock.NEVER) == 0) {
            continue;
        }
    }
}
