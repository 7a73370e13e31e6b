package dev.ristretto.kernel.machine.platform.hosted;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.Processors;
import dev.ristretto.kernel.machine.cpu.SpinLock;
import dev.ristretto.kernel.machine.cpu.Ticks;
import dev.ristretto.kernel.machine.layout.CpuPointer;
import dev.ristretto.kernel.machine.layout.EventPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.SpinLockPointer;
import dev.ristretto.kernel.machine.layout.TrapFramePointer;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.linux.HostProcessorBlock;
import dev.ristretto.kernel.machine.layout.linux.PollDescriptor;
import dev.ristretto.kernel.machine.layout.linux.PollTable;
import dev.ristretto.kernel.machine.layout.linux.TimerSpecification;
import dev.ristretto.kernel.machine.layout.linux.Timespec;
import dev.ristretto.kernel.machine.traps.Traps;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.function.CFunction.Transition;
import org.graalvm.word.Pointer;
import org.graalvm.word.WordFactory;

/**
 * What interrupts a CPU that is a host thread: its timer, the request to stop, and descriptors that somebody waits
 * for.
 *
 * <p>A CPU with nothing to do waits for all of them in one system call, or without the descriptors where another one
 * does. A busy one is told of the first two by signals, and looks at descriptors for which nobody waits each
 * {@link #TICK}; so a stream of frames costs no signal each, and while nobody waits
 * there is no tick.
 */
public final class HostEvents {
    /** Bits of the pending interrupts. */
    static final int TIMER = 1;

    static final int STOP = 2;

    /** How long a busy CPU leaves a ready descriptor alone, in nanoseconds. */
    private static final long TICK = 1_000_000;

    private static final CGlobalData<Pointer> TABLE = createBytes(() -> PollTable.SIZE);

    /** Guards the table but for what Linux writes into it. */
    private static final CGlobalData<SpinLockPointer> LOCK = createBytes(() -> SpinLockPointer.SIZE);

    /** Which CPU waits for the descriptors of the table or looks at them, counted from 1 on; 0 if none. */
    private static final CGlobalData<Pointer> POLLER = createBytes(() -> Variable.SIZE);

    private HostEvents() {}

    @CFunction(value = "hosted_take_pending", transition = Transition.NO_TRANSITION)
    private static native int takePending();

    /** A CPU that halts waits with a timeout and leaves the timer as it is: at worst it is woken once too often. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void armTimer(long deadline, boolean beforeHalt) {
        CpuPointer cpu = Cpu.current();
        if (beforeHalt) {
            HostProcessorBlock.setHaltDeadline(cpu, deadline);
            return;
        }
        HostProcessorBlock.setTimerSet(cpu, deadline);
        long nanos = deadline == Ticks.NEVER ? 0 : deadline - Ticks.nanos();
        TimerSpecification.set(HostProcessorBlock.timer(cpu), deadline == Ticks.NEVER ? 0 : nanos <= 0 ? 1 : nanos);
        HostCalls.setTimer(cpu.getAddress(), HostProcessorBlock.timer(cpu));
    }

    /** {@code deadline}, or the next look at descriptors if that comes first. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long latestTimer(long deadline) {
        if (PollTable.count(TABLE.get()) == 0 || Variable.get(POLLER.get()) != 0) {
            return deadline;
        }
        long tick = Ticks.nanos() + TICK;
        return tick < deadline ? tick : deadline;
    }

    /**
     * Has an event marked once, when a descriptor is ready.
     *
     * @param wanted {@link PollDescriptor#READABLE}, {@link PollDescriptor#WRITABLE} or both
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void request(int descriptor, int wanted, EventPointer event) {
        long flags = SpinLock.acquire(LOCK.get());
        int count = (int) PollTable.count(TABLE.get());
        int slot = 0;
        while (slot < count && PollDescriptor.descriptor(PollTable.descriptor(TABLE.get(), slot)) != descriptor) {
            slot++;
        }
        if (slot < PollTable.MOST) {
            PollDescriptor.set(PollTable.descriptor(TABLE.get(), slot), descriptor, wanted);
            PollTable.setEvent(TABLE.get(), slot, event);
            if (slot == count) {
                PollTable.setCount(TABLE.get(), count + 1);
            }
        }
        // Who waits already does not know of it.
        long poller = Variable.get(POLLER.get());
        if (poller != 0 && poller != Cpu.current().getIndex() + 1) {
            HostProcessors.interrupt(Processors.get((int) poller - 1));
        }
        SpinLock.release(LOCK.get(), flags);
    }

    /** With interrupts off: sleeps until there is one, and handles it. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void halt() {
        CpuPointer cpu = Cpu.current();
        long deadline = HostProcessorBlock.haltDeadline(cpu);
        Pointer timeout = WordFactory.nullPointer();
        if (deadline != Ticks.NEVER) {
            long nanos = deadline - Ticks.nanos();
            timeout = setTimeout(cpu, nanos < 0 ? 0 : nanos);
        }
        if (!lookAtDescriptors(cpu, timeout)) {
            HostCalls.await(WordFactory.nullPointer(), 0, timeout);
        }
        handle(cpu, takePending());
        cpu.setArmed(HostProcessorBlock.timerSet(cpu));
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static Pointer setTimeout(CpuPointer cpu, long nanos) {
        Timespec.set(HostProcessorBlock.timeout(cpu), nanos);
        return HostProcessorBlock.timeout(cpu);
    }

    /**
     * Waits for descriptors at most {@code timeout}, null for ever; false, at once, if another CPU does. Interrupts are
     * off.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean lookAtDescriptors(CpuPointer cpu, Pointer timeout) {
        if (!Variable.compareAndSet(POLLER.get(), 0, cpu.getIndex() + 1)) {
            return false;
        }
        int count = (int) PollTable.count(TABLE.get());
        long ready = HostCalls.await(PollTable.descriptor(TABLE.get(), 0), count, timeout);
        long flags = SpinLock.acquire(LOCK.get());
        for (int slot = count - 1; slot >= 0 && ready > 0; slot--) {
            if (PollDescriptor.isReady(PollTable.descriptor(TABLE.get(), slot))) {
                EventPointer event = PollTable.event(TABLE.get(), slot);
                PollTable.remove(TABLE.get(), slot);
                Traps.event(event);
                ready--;
            }
        }
        Variable.set(POLLER.get(), 0);
        SpinLock.release(LOCK.get(), flags);
        return true;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void handle(CpuPointer cpu, int pending) {
        if ((pending & TIMER) != 0) {
            HostProcessorBlock.setTimerSet(cpu, Ticks.NEVER);
            cpu.setArmed(Ticks.NEVER);
            if (PollTable.count(TABLE.get()) != 0) {
                lookAtDescriptors(cpu, setTimeout(cpu, 0));
            }
        }
        if ((pending & STOP) != 0) {
            Traps.powerButton();
        }
    }

    /** Interrupts have been switched on again and some are pending. */
    @CEntryPoint(name = "hosted_handle_pending", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void enabled() {
        handlePending();
    }

    /** A signal has interrupted code that let interrupts through. */
    @CEntryPoint(name = "hosted_interrupt_entry", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void interrupted(TrapFramePointer frame) {
        handlePending();
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void handlePending() {
        handle(Cpu.current(), takePending());
        Traps.interruptHandled();
    }
}
