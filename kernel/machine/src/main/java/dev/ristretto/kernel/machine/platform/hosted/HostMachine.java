package dev.ristretto.kernel.machine.platform.hosted;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.WordArray;
import dev.ristretto.kernel.machine.traps.Traps;
import org.graalvm.word.Pointer;

/** Brings the machine that a process is up, in the order that the pieces need one another, and ends it. */
public final class HostMachine {
    private static final int SEED_BYTES = 32;
    private static final CGlobalData<Pointer> SEED = createBytes(() -> SEED_BYTES);

    /** Not zero once the host has asked the process to stop. */
    private static final CGlobalData<Pointer> STOPPING = createBytes(() -> Variable.SIZE);

    private HostMachine() {}

    /**
     * Clock, random numbers and the walls of the sandbox but the filter. Memory is set up; interrupts are off and stay
     * so.
     *
     * @return nanoseconds since 1970-01-01T00:00:00Z at boot
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long initialize(long bootTimestamp) {
        HostProcessors.createTimer(Cpu.current());
        HostCalls.getRandom(SEED.get().rawValue(), SEED_BYTES);
        long wall = HostClock.start(bootTimestamp);
        Sandbox.separate();
        return wall;
    }

    /** See {@code PlatformProcessors.lockIn}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void lockIn() {
        Sandbox.close();
    }

    /** A word of Linux's random numbers. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long seed(int index) {
        return WordArray.get(SEED.get().rawValue(), index);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean stopRequested() {
        return Variable.get(STOPPING.get()) != 0;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void noteStopRequest() {
        Variable.set(STOPPING.get(), 1);
    }

    /** Presses the power button, once. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void requestStop() {
        if (!stopRequested()) {
            noteStopRequest();
            Traps.powerButton();
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void exit(int status) {
        HostCalls.exit(status);
    }
}
