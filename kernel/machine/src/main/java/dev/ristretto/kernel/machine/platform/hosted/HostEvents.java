package dev.ristretto.kernel.machine.platform.hosted;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.SpinLock;
import dev.ristretto.kernel.machine.cpu.Ticks;
import dev.ristretto.kernel.machine.layout.EventPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.SingleProcessor;
import dev.ristretto.kernel.machine.layout.SpinLockPointer;
import dev.ristretto.kernel.machine.layout.TrapFramePointer;
import dev.ristretto.kernel.machine.layout.Unsigned;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.linux.IntervalTimer;
import dev.ristretto.kernel.machine.layout.linux.PollDescriptor;
import dev.ristretto.kernel.machine.layout.linux.PollTable;
import dev.ristretto.kernel.machine.layout.linux.Timespec;
import dev.ristretto.kernel.machine.traps.Traps;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.function.CFunction.Transition;
import org.graalvm.word.Pointer;
import org.graalvm.word.WordFactory;

/**
 * What interrupts the CPU that is a host thread: the timer, the request to stop, and descriptors that somebody waits
 * for.
 *
 * <p>A CPU with nothing to do waits for all of them in one system call. A busy one is told of the first two by signals,
 * and looks at the descriptors each {@link #TICK}; so a stream of frames costs no signal each, and while nobody waits
 * there is no tick.
 */
@SingleProcessor("One host thread is the processor: one timer, one table, one wait.")
public final class HostEvents {
    /** Bits of the pending interrupts. */
    static final int TIMER = 1;

    static final int STOP = 2;

    /** How long a busy CPU leaves a ready descriptor alone, in nanoseconds. */
    private static final long TICK = 1_000_000;

    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private static final CGlobalData<Pointer> TIMER_SET = createBytes(() -> Variable.SIZE);
    private static final CGlobalData<Pointer> HALT_DEADLINE = createBytes(() -> Variable.SIZE);
    private static final CGlobalData<Pointer> INTERVAL = createBytes(() -> IntervalTimer.SIZE);
    private static final CGlobalData<Pointer> TIMEOUT = createBytes(() -> Timespec.SIZE);
    private static final CGlobalData<Pointer> TABLE = createBytes(() -> PollTable.SIZE);
    private static final CGlobalData<SpinLockPointer> LOCK = createBytes(() -> SpinLockPointer.SIZE);

    private HostEvents() {}

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void initialize() {
        Variable.set(TIMER_SET.get(), Ticks.NEVER);
    }

    @CFunction(value = "hosted_take_pending", transition = Transition.NO_TRANSITION)
    private static native int takePending();

    /** A CPU that halts waits with a timeout and leaves the timer as it is: at worst it is woken once too often. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void armTimer(long deadline, boolean beforeHalt) {
        if (beforeHalt) {
            Variable.set(HALT_DEADLINE.get(), deadline);
            return;
        }
        Variable.set(TIMER_SET.get(), deadline);
        long nanos = deadline == Ticks.NEVER ? 0 : deadline - Ticks.nanos();
        long micros = deadline == Ticks.NEVER ? 0 : nanos <= 0 ? 1 : Unsigned.divide(nanos, NANOS_PER_MICRO) + 1;
        IntervalTimer.set(
                INTERVAL.get(),
                Unsigned.divide(micros, MICROS_PER_SECOND),
                Unsigned.remainder(micros, MICROS_PER_SECOND));
        HostCalls.setTimer(INTERVAL.get());
    }

    /** {@code deadline}, or the next look at descriptors if that comes first. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long latestTimer(long deadline) {
        if (PollTable.count(TABLE.get()) == 0) {
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
        SpinLock.release(LOCK.get(), flags);
    }

    /** With interrupts off: sleeps until there is one, and handles it. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void halt() {
        long deadline = Variable.get(HALT_DEADLINE.get());
        Pointer timeout = WordFactory.nullPointer();
        if (deadline != Ticks.NEVER) {
            long nanos = deadline - Ticks.nanos();
            timeout = setTimeout(nanos < 0 ? 0 : nanos);
        }
        lookAtDescriptors(timeout);
        handle(takePending());
        Cpu.current().setArmed(Variable.get(TIMER_SET.get()));
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static Pointer setTimeout(long nanos) {
        Timespec.set(TIMEOUT.get(), nanos);
        return TIMEOUT.get();
    }

    /** Waits at most {@code timeout}, null for ever. Interrupts are off. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void lookAtDescriptors(Pointer timeout) {
        long ready = HostCalls.await(PollTable.descriptor(TABLE.get(), 0), PollTable.count(TABLE.get()), timeout);
        for (int slot = (int) PollTable.count(TABLE.get()) - 1; slot >= 0 && ready > 0; slot--) {
            if (PollDescriptor.isReady(PollTable.descriptor(TABLE.get(), slot))) {
                EventPointer event = PollTable.event(TABLE.get(), slot);
                PollTable.remove(TABLE.get(), slot);
                Traps.event(event);
                ready--;
            }
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void handle(int pending) {
        if ((pending & TIMER) != 0) {
            Variable.set(TIMER_SET.get(), Ticks.NEVER);
            Cpu.current().setArmed(Ticks.NEVER);
            if (PollTable.count(TABLE.get()) != 0) {
                lookAtDescriptors(setTimeout(0));
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
        handle(takePending());
        Traps.interruptHandled();
    }
}
