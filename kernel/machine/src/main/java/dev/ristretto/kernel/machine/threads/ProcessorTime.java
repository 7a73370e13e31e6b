package dev.ristretto.kernel.machine.threads;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.cpu.Processors;
import dev.ristretto.kernel.machine.layout.CpuPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.ThreadPointer;
import dev.ristretto.kernel.machine.time.KernelClock;

/**
 * How long threads have run, in nanoseconds: counted when the scheduler switches. Interrupts count for the thread that
 * they interrupt, and on a machine what the hypervisor takes away counts too.
 */
public final class ProcessorTime {
    private ProcessorTime() {}

    /** The running thread gives way. The scheduler's lock is held. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void add(CpuPointer cpu, ThreadPointer thread, long now) {
        long ran = now - cpu.getSwitched();
        thread.setProcessorTime(thread.getProcessorTime() + ran);
        if (thread.notEqual(cpu.getIdleThread())) {
            cpu.setBusy(cpu.getBusy() + ran);
        }
        cpu.setSwitched(now);
    }

    /** Of a thread. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long of(ThreadPointer thread) {
        long flags = Scheduler.lock();
        long time = thread.getProcessorTime();
        for (int index = 0; index < Processors.count(); index++) {
            CpuPointer cpu = Processors.get(index);
            if (thread.equal(cpu.getCurrentThread())) {
                time += KernelClock.now() - cpu.getSwitched();
            }
        }
        Scheduler.unlock(flags);
        return time;
    }

    /** Of all threads, those that have ended too. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long ofAll() {
        long flags = Scheduler.lock();
        long time = 0;
        for (int index = 0; index < Processors.count(); index++) {
            CpuPointer cpu = Processors.get(index);
            time += cpu.getBusy();
            if (cpu.getCurrentThread().notEqual(cpu.getIdleThread())) {
                time += KernelClock.now() - cpu.getSwitched();
            }
        }
        Scheduler.unlock(flags);
        return time;
    }
}
