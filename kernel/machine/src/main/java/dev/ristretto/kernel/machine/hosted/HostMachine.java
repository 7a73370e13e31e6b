package dev.ristretto.kernel.machine.hosted;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import dev.ristretto.kernel.machine.Cpu;
import dev.ristretto.kernel.machine.Event;
import dev.ristretto.kernel.machine.PowerButton;
import dev.ristretto.kernel.machine.Raw;
import org.graalvm.word.Pointer;

/** Brings the machine that a process is up, in the order that the pieces need one another, and ends it. */
public final class HostMachine {
    private static final int SEED_BYTES = 32;
    private static final CGlobalData<Pointer> SEED = CGlobalDataFactory.createBytes(() -> SEED_BYTES);

    /** Not zero once the host has asked the process to stop. */
    private static final CGlobalData<Pointer> STOPPING = CGlobalDataFactory.createBytes(() -> 8);

    private HostMachine() {}

    /** Clock, random numbers and the sandbox. Memory is set up; interrupts are off and stay so. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static void initialize(long bootTimestamp) {
        HostEvents.initialize();
        HostCalls.getRandom(SEED.get().rawValue(), SEED_BYTES);
        HostClock.start(bootTimestamp);
        Sandbox.close();
    }

    /** A word of Linux's random numbers. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static long seed(int index) {
        return Raw.getLong(SEED.get().rawValue(), 8 * index);
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    static boolean stopRequested() {
        return Raw.getLong(STOPPING.get().rawValue(), 0) != 0;
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    static void noteStopRequest() {
        Raw.putLong(STOPPING.get().rawValue(), 0, 1);
    }

    /** Presses the power button, once. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void requestStop() {
        if (!stopRequested()) {
            noteStopRequest();
            Event.mark(PowerButton.PRESSED.get().rawValue());
        }
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    public static void exit(int status) {
        HostCalls.exit(status);
    }
}
