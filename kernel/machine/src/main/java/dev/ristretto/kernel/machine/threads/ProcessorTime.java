package dev.ristretto.kernel.machine.threads;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.CpuBlock;
import dev.ristretto.kernel.machine.layout.CpuPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.SingleProcessor;
import dev.ristretto.kernel.machine.layout.ThreadBlock;
import dev.ristretto.kernel.machine.layout.ThreadPointer;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.time.KernelClock;
import org.graalvm.word.Pointer;

/**
 * How long threads have run, in nanoseconds: counted when the scheduler switches. Interrupts count for the thread that
 * they interrupt, and on a machine what the hypervisor takes away counts too.
 */
public final class ProcessorTime {
    /** What the load is measured over at least, in nanoseconds. */
    private static final long INTERVAL = 100_000_000;

    private static final long MILLION = 1_000_000;

    /** When the load was last measured, how long threads had run then, and what it was, in millionths. */
    private static final CGlobalData<Pointer> MEASURED = CGlobalDataFactory.createBytes(() -> Variable.SIZE);

    private static final CGlobalData<Pointer> BUSY = CGlobalDataFactory.createBytes(() -> Variable.SIZE);
    private static final CGlobalData<Pointer> LOAD = CGlobalDataFactory.createBytes(() -> Variable.SIZE);

    private ProcessorTime() {}

    /** The running thread gives way. The scheduler's lock is held. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void add(CpuPointer cpu, ThreadPointer thread, long now) {
        long ran = now - CpuBlock.switched(cpu);
        ThreadBlock.setProcessorTime(thread, ThreadBlock.processorTime(thread) + ran);
        if (thread.notEqual(CpuBlock.idleThread(cpu))) {
            CpuBlock.setBusy(cpu, CpuBlock.busy(cpu) + ran);
        }
        CpuBlock.setSwitched(cpu, now);
    }

    /** Of a thread. */
    @SingleProcessor("A thread that runs on another processor is behind by its present slice.")
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long of(ThreadPointer thread) {
        long flags = Scheduler.lock();
        long time = ThreadBlock.processorTime(thread);
        if (thread.equal(Threads.current())) {
            time += KernelClock.now() - CpuBlock.switched(Cpu.current());
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
        long time = CpuBlock.busy(cpu) + KernelClock.now() - CpuBlock.switched(cpu);
        Scheduler.unlock(flags);
        return time;
    }

    /** Which part of the time the processor has run threads lately, since this was last asked for: 0 to 1. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static double load() {
        long now = KernelClock.now();
        long passed = now - Variable.get(MEASURED.get());
        if (passed >= INTERVAL) {
            long busy = ofAll();
            long ran = (busy - Variable.get(BUSY.get())) / (passed / MILLION);
            Variable.set(LOAD.get(), ran > MILLION ? MILLION : ran);
            Variable.set(MEASURED.get(), now);
            Variable.set(BUSY.get(), busy);
        }
        return (double) Variable.get(LOAD.get()) / MILLION;
    }
}
