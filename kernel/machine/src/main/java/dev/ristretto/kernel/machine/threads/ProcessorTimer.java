package dev.ristretto.kernel.machine.threads;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.CpuPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.platform.Platform;
import dev.ristretto.kernel.machine.time.KernelClock;

/** When the timer of the running processor fires. The scheduler's lock is held. */
final class ProcessorTimer {
    /** How long a thread may wait for the processor that woke it while another one halts, in nanoseconds. */
    static final long PATIENCE = 100_000;

    private ProcessorTimer() {}

    /**
     * Makes the timer fire no later than the next thing that needs it, unless that of another processor does; so there
     * is always one that fires in time for the earliest of those who wait. A timer that fires too early costs one
     * interrupt, moving it at each switch would cost more; only before a halt it is also moved back.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void arm(boolean beforeHalt) {
        CpuPointer cpu = Cpu.current();
        long deadline = Timers.earliest();
        if (OtherProcessors.areTimed(cpu, deadline)) {
            deadline = KernelClock.NEVER;
        }
        if (!WaitQueue.isEmpty(Scheduler.RUN_QUEUE.get())) {
            long end = OtherProcessors.anyWaits() ? KernelClock.now() + PATIENCE : cpu.getSliceEnd();
            deadline = end < deadline ? end : deadline;
        }
        if (!beforeHalt) {
            deadline = Platform.latestTimer(deadline);
        }
        long armed = cpu.getArmed();
        if (deadline < armed || (beforeHalt && deadline != armed)) {
            cpu.setArmed(deadline);
            Platform.armTimer(deadline, beforeHalt);
        }
    }
}
