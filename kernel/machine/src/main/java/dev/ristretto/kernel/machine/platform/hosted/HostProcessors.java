package dev.ristretto.kernel.machine.platform.hosted;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;
import static com.oracle.svm.core.c.CGlobalDataFactory.createCString;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.Processors;
import dev.ristretto.kernel.machine.cpu.Ticks;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.CpuPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.linux.HostProcessorBlock;
import dev.ristretto.kernel.machine.layout.linux.SignalEvent;
import dev.ristretto.kernel.machine.layout.linux.TimerSpecification;
import dev.ristretto.kernel.machine.layout.linux.Timespec;
import dev.ristretto.kernel.machine.traps.Traps;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.Pointer;

/**
 * The CPUs of a process: a thread of Linux each, with a timer that interrupts it. All are there before the sandbox
 * closes, and each closes it for itself. One CPU interrupts another one by setting that one's timer to the next
 * nanosecond, so that it takes no further system call.
 */
public final class HostProcessors {
    /** Bytes of a signal stack, which each but the first needs. */
    public static final long MEMORY = HostSignals.STACK_SIZE;

    private static final CGlobalData<CCharPointer> NO_TIMER =
            createCString("Linux gives the process no timer (ulimit -i?)");

    /** Not zero once a panic has stopped all but the one that it is on. */
    private static final CGlobalData<Pointer> STOPPED = createBytes(() -> Variable.SIZE);

    private HostProcessors() {}

    /** See {@code PlatformProcessors.start}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean start(CpuPointer cpu, long stackEnd) {
        int index = Processors.count();
        HostCalls.blockSignals(true); // of which the new thread gets none before it is prepared
        long thread = HostCalls.startThread(cpu, stackEnd);
        HostCalls.blockSignals(false);
        if (thread < 0) {
            return false;
        }
        while (Processors.count() == index) {
            Cpu.pause();
        }
        return true;
    }

    /** See {@code PlatformProcessors.begin}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void begin() {
        CpuPointer cpu = Cpu.current();
        HostSignals.useStack(cpu.rawValue() + AddressSpace.PAGE);
        createTimer(cpu);
        HostCalls.blockSignals(false);
        Sandbox.close();
    }

    /** Gives the running CPU its timer. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void createTimer(CpuPointer cpu) {
        HostProcessorBlock.setTimerSet(cpu, Ticks.NEVER);
        Pointer event = StackValue.get(SignalEvent.SIZE);
        SignalEvent.set(event, HostSignals.ALARM, (int) HostCalls.threadId());
        Pointer timer = StackValue.get(Variable.SIZE);
        Variable.set(timer, 0);
        if (HostCalls.createTimer(event, timer) < 0) {
            Traps.panic(NO_TIMER.get());
        }
        cpu.setAddress(Variable.get(timer));
    }

    /** See {@code PlatformProcessors.interrupt}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void interrupt(CpuPointer cpu) {
        Pointer soon = StackValue.get(TimerSpecification.SIZE);
        Timespec.set(soon, 0);
        TimerSpecification.set(soon, 1);
        HostCalls.setTimer(cpu.getAddress(), soon);
    }

    /** See {@code PlatformProcessors.stopOthers}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void stopOthers() {
        CpuPointer self = Cpu.current();
        if (Processors.count() > 1) {
            Variable.set(STOPPED.get(), self.getIndex() + 1);
        }
        for (int index = 0; index < Processors.count(); index++) {
            CpuPointer cpu = Processors.get(index);
            if (cpu.notEqual(self)) {
                interrupt(cpu);
            }
        }
    }

    /** Whether a panic has stopped the running CPU. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean isStopped() {
        long running = Variable.get(STOPPED.get());
        return running != 0 && running != Cpu.current().getIndex() + 1;
    }
}
