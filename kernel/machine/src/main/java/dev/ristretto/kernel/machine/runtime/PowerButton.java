package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import com.oracle.svm.core.jdk.RuntimeSupport;
import dev.ristretto.kernel.machine.layout.EventBlock;
import dev.ristretto.kernel.machine.layout.EventPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.threads.KernelEvent;
import dev.ristretto.kernel.machine.time.KernelClock;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.word.Pointer;

/** How the host asks an instance to stop: the power button, which raises a signal. */
public final class PowerButton {
    /** Marked when the instance is to end. */
    private static final CGlobalData<EventPointer> PRESSED = CGlobalDataFactory.createBytes(() -> EventBlock.SIZE);

    /** The signal that ends the instance. */
    private static final CGlobalData<Pointer> SIGNAL = CGlobalDataFactory.createBytes(() -> Variable.SIZE);

    /** What a JVM adds to the signal that ends it, for its exit status. */
    private static final int STATUS = 128;

    private PowerButton() {}

    /** Starts the thread that runs the application's shutdown hooks and exits when the instance is to end. */
    static final class StartupHook implements RuntimeSupport.Hook {
        @Override
        public void execute(boolean isFirstIsolate) {
            Thread.ofPlatform().daemon().name("power-button").start(PowerButton::watch);
        }
    }

    @CEntryPoint(name = "trap_power_button", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void pressed() {
        SignalFunctions.raiseEnd();
    }

    /** Runs the application's shutdown hooks and ends with the status of a JVM that the signal has ended. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void end(int signal) {
        Variable.set(SIGNAL.get(), signal);
        KernelEvent.mark(PRESSED.get());
    }

    private static void watch() {
        while (KernelEvent.await(PRESSED.get(), KernelClock.NEVER) == 0) {
            continue;
        }
        System.exit(STATUS + (int) Variable.get(SIGNAL.get()));
    }
}
