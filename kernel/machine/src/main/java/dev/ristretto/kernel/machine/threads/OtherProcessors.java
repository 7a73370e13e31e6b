package dev.ristretto.kernel.machine.threads;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.Processors;
import dev.ristretto.kernel.machine.layout.CpuPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.platform.PlatformProcessors;

/**
 * What the scheduler has to do with processors other than the one it runs on. Its lock is held, but for
 * {@link #interrupt}.
 */
public final class OtherProcessors {
    private OtherProcessors() {}

    /** Tells one of the processors that halt that there is work; false if all have some. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean tellWaiting() {
        CpuPointer self = Cpu.current();
        if (self.getWaiting() != 0) { // it looks by itself, as soon as the interrupt is over
            self.setWaiting(0);
            return true;
        }
        for (int index = 0; index < Processors.count(); index++) {
            CpuPointer cpu = Processors.get(index);
            if (cpu.getWaiting() != 0) {
                cpu.setWaiting(0);
                PlatformProcessors.interrupt(cpu);
                return true;
            }
        }
        return false;
    }

    /** Whether the running one is in the midst of a thread. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean isSelfBusy() {
        CpuPointer self = Cpu.current();
        return self.getCurrentThread().notEqual(self.getIdleThread());
    }

    /** Whether there is one that halts and has not been told of work. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean anyWaits() {
        for (int index = 0; index < Processors.count(); index++) {
            if (Processors.get(index).getWaiting() != 0) {
                return true;
            }
        }
        return false;
    }

    /** Has the other processors end the slices of their threads, which nobody has timed as long as nobody waited. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void endSlices() {
        CpuPointer self = Cpu.current();
        for (int index = 0; index < Processors.count(); index++) {
            CpuPointer cpu = Processors.get(index);
            if (cpu.notEqual(self)
                    && cpu.getSliceEnd() < cpu.getArmed()
                    && cpu.getCurrentThread().notEqual(cpu.getIdleThread())) {
                PlatformProcessors.interrupt(cpu);
            }
        }
    }

    /** Whether the timer of another one fires no later than this. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean areTimed(CpuPointer self, long deadline) {
        for (int index = 0; index < Processors.count(); index++) {
            CpuPointer cpu = Processors.get(index);
            if (cpu.notEqual(self) && cpu.getArmed() <= deadline) {
                return true;
            }
        }
        return false;
    }

    /** Interrupts whatever the other processors run, so that they look at what has changed before they go on. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void interrupt() {
        long flags = Scheduler.lock();
        CpuPointer self = Cpu.current();
        for (int index = 0; index < Processors.count(); index++) {
            CpuPointer cpu = Processors.get(index);
            if (cpu.notEqual(self) && cpu.getWaiting() == 0) {
                PlatformProcessors.interrupt(cpu);
            }
        }
        Scheduler.unlock(flags);
    }
}
