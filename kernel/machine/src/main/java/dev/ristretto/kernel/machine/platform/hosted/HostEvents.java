package dev.ristretto.kernel.machine.platform.hosted;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.SpinLock;
import dev.ristretto.kernel.machine.cpu.Ticks;
import dev.ristretto.kernel.machine.layout.CpuBlock;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.traps.Traps;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CFunction.Transition;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.word.Pointer;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordFactory;

/**
 * What interrupts the CPU that is a host thread: the timer, the request to stop, and descriptors that somebody waits for.
 *
 * <p>A CPU with nothing to do waits for all of them in one system call. A busy one is told of the first two by signals, and
 * looks at the descriptors each {@link #TICK}; so a stream of frames costs no signal each, and while nobody waits there is no tick.
 */
public final class HostEvents {
    /** Bits of {@link Cpu#PENDING}. */
    static final int TIMER = 1;

    static final int STOP = 2;

    /** How long a busy CPU leaves a ready descriptor alone, in nanoseconds. */
    private static final long TICK = 1_000_000;

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final int MOST_DESCRIPTORS = 4;

    // Layout of STATE: descriptors that somebody waits for and the events to mark; then what Linux gets to read.
    private static final int TIMER_SET = 0;
    private static final int HALT_DEADLINE = 8;
    private static final int COUNT = 16;
    private static final int DESCRIPTORS = 24;
    private static final int EVENTS = DESCRIPTORS + 8 * MOST_DESCRIPTORS;
    private static final int INTERVAL = EVENTS + 8 * MOST_DESCRIPTORS;
    private static final int TIMEOUT = INTERVAL + 32;
    private static final int LOCK = TIMEOUT + 16;
    private static final CGlobalData<Pointer> STATE = CGlobalDataFactory.createBytes(() -> LOCK + 8);

    // struct pollfd
    private static final int WANTED = 4;
    public static final int READABLE = 1;
    public static final int WRITABLE = 4;

    private HostEvents() {}

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void initialize() {
        Raw.putLong(STATE.get().rawValue(), TIMER_SET, Ticks.NEVER);
    }

    @CFunction(value = "hosted_take_pending", transition = Transition.NO_TRANSITION)
    private static native int takePending();

    /** A CPU that halts waits with a timeout and leaves the timer as it is: at worst it is woken once too often. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void armTimer(long deadline, boolean beforeHalt) {
        long state = STATE.get().rawValue();
        if (beforeHalt) {
            Raw.putLong(state, HALT_DEADLINE, deadline);
            return;
        }
        Raw.putLong(state, TIMER_SET, deadline);
        long nanos = deadline == Ticks.NEVER ? 0 : deadline - Ticks.nanos();
        long micros = deadline == Ticks.NEVER ? 0 : nanos <= 0 ? 1 : divide(nanos, NANOS_PER_MICRO) + 1;
        long interval = state + INTERVAL;
        Raw.putLong(interval, 16, divide(micros, 1_000_000));
        Raw.putLong(interval, 24, remainder(micros, 1_000_000));
        HostCalls.setTimer(interval);
    }

    /** {@code deadline}, or the next look at descriptors if that comes first. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long latestTimer(long deadline) {
        if (Raw.getLong(STATE.get().rawValue(), COUNT) == 0) {
            return deadline;
        }
        long tick = Ticks.nanos() + TICK;
        return tick < deadline ? tick : deadline;
    }

    /**
     * Has an event marked once, when a descriptor is ready.
     *
     * @param wanted {@link #READABLE}, {@link #WRITABLE} or both
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void request(int descriptor, int wanted, long event) {
        long state = STATE.get().rawValue();
        long flags = SpinLock.acquire(state + LOCK);
        int count = (int) Raw.getLong(state, COUNT);
        int slot = 0;
        while (slot < count && Raw.getInt(state, DESCRIPTORS + 8 * slot) != descriptor) {
            slot++;
        }
        if (slot < MOST_DESCRIPTORS) {
            Raw.putInt(state, DESCRIPTORS + 8 * slot, descriptor);
            Raw.putInt(state, DESCRIPTORS + 8 * slot + WANTED, wanted);
            Raw.putLong(state, EVENTS + 8 * slot, event);
            if (slot == count) {
                Raw.putLong(state, COUNT, count + 1);
            }
        }
        SpinLock.release(state + LOCK, flags);
    }

    /** With interrupts off: sleeps until there is one, and handles it. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void halt() {
        long state = STATE.get().rawValue();
        long deadline = Raw.getLong(state, HALT_DEADLINE);
        long timeout = 0;
        if (deadline != Ticks.NEVER) {
            long nanos = deadline - Ticks.nanos();
            timeout = setTimeout(nanos < 0 ? 0 : nanos);
        }
        lookAtDescriptors(timeout);
        handle(takePending());
        Raw.putLong(Cpu.current(), CpuBlock.ARMED, Raw.getLong(state, TIMER_SET));
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long setTimeout(long nanos) {
        long timeout = STATE.get().rawValue() + TIMEOUT;
        Raw.putLong(timeout, 0, divide(nanos, NANOS_PER_SECOND));
        Raw.putLong(timeout, 8, remainder(nanos, NANOS_PER_SECOND));
        return timeout;
    }

    /** Waits at most {@code timeout}, the address of a struct timespec, 0 for ever. Interrupts are off. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void lookAtDescriptors(long timeout) {
        long state = STATE.get().rawValue();
        long descriptors = state + DESCRIPTORS;
        long ready = HostCalls.await(descriptors, Raw.getLong(state, COUNT), timeout);
        for (int slot = (int) Raw.getLong(state, COUNT) - 1; slot >= 0 && ready > 0; slot--) {
            if (Raw.getInt(descriptors, 8 * slot + WANTED) >>> 16 != 0) {
                long event = Raw.getLong(state, EVENTS + 8 * slot);
                forget(slot);
                Traps.event(event);
                ready--;
            }
        }
    }

    /** Moves the last descriptor to the place of this one. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void forget(int slot) {
        long state = STATE.get().rawValue();
        int last = (int) Raw.getLong(state, COUNT) - 1;
        Raw.putLong(state, DESCRIPTORS + 8 * slot, Raw.getLong(state, DESCRIPTORS + 8 * last));
        Raw.putLong(state, EVENTS + 8 * slot, Raw.getLong(state, EVENTS + 8 * last));
        Raw.putLong(state, COUNT, last);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void handle(int pending) {
        if ((pending & TIMER) != 0) {
            long state = STATE.get().rawValue();
            Raw.putLong(state, TIMER_SET, Ticks.NEVER);
            Raw.putLong(Cpu.current(), CpuBlock.ARMED, Ticks.NEVER);
            if (Raw.getLong(state, COUNT) != 0) {
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
    private static void interrupted(long frame) {
        handlePending();
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void handlePending() {
        handle(takePending());
        Traps.interruptHandled();
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long divide(long dividend, long divisor) {
        UnsignedWord value = WordFactory.unsigned(dividend);
        return value.unsignedDivide(WordFactory.unsigned(divisor)).rawValue();
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long remainder(long dividend, long divisor) {
        UnsignedWord value = WordFactory.unsigned(dividend);
        return value.unsignedRemainder(WordFactory.unsigned(divisor)).rawValue();
    }
}
