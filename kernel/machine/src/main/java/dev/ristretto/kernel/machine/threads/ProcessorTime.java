package dev.ristretto.kernel.machine.threads;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.CpuPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.SingleProcessor;
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
    @SingleProcessor("A thread that runs on another processor is behind by its present slice.")
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long of(ThreadPointer thread) {
        long flags = Scheduler.lock();
        long time = thread.getProcessorTime();
        if (thread.equal(Threads.current())) {
            time += KernelClock.now() - Cpu.current().getSwitched();
        }
        Scheduler.unlock(flags);
        return time;
    }

    /** Of all threads, those that have ended too. */
    @SingleProcessor("The sum over all processors.")
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long ofAll() {
        long flags = Scheduler.lock();
        CpuPointer cpu = Cpu.current();
        long time = cpu.getBusy() + KernelClock.now() - cpu.getSwitched();
        Scheduler.unlock(flags);
        return time;
    }
}
