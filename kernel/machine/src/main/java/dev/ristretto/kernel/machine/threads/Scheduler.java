package dev.ristretto.kernel.machine.threads;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.SpinLock;
import dev.ristretto.kernel.machine.layout.CpuBlock;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.layout.ThreadBlock;
import dev.ristretto.kernel.machine.memory.CHeap;
import dev.ristretto.kernel.machine.platform.Platform;
import dev.ristretto.kernel.machine.power.Panic;
import dev.ristretto.kernel.machine.time.Clock;
import dev.ristretto.kernel.machine.time.TimerHeap;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.Pointer;

/**
 * Which thread runs: a preemptive round robin over one run queue, wait queues and a heap of timers.
 *
 * <p>A queue is 16 zeroed bytes, head and tail, wherever its owner keeps it. One lock guards run queue, wait queues and
 * timers; it is held across a context switch and given up by the thread that is switched to. Without a runnable thread
 * the CPU halts until the earliest timer or an interrupt; without a second one no time slice is timed.
 */
public final class Scheduler {
    /** How long a thread runs while others are runnable, in nanoseconds. */
    private static final long SLICE = 5_000_000;

    private static final int HEAD = 0;
    private static final int TAIL = 8;

    // Layout of STATE.
    private static final int LOCK = 0;
    private static final int RUN_QUEUE = 8;
    private static final int THREADS = 24;
    private static final int LAST_ID = 32;
    private static final int TIMERS = 40;
    private static final CGlobalData<Pointer> STATE = CGlobalDataFactory.createBytes(() -> TIMERS + TimerHeap.SIZE);

    private static final CGlobalData<CCharPointer> RESUMED =
            CGlobalDataFactory.createCString("a thread that had ended was resumed");

    private Scheduler() {}

    /** Makes the running boot code this CPU's idle thread. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void initialize(long idleThread) {
        long cpu = Cpu.current();
        Raw.putLong(cpu, CpuBlock.IDLE_THREAD, idleThread);
        Raw.putLong(cpu, CpuBlock.CURRENT_THREAD, idleThread);
        Raw.putLong(cpu, CpuBlock.ARMED, Clock.NEVER);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long lock() {
        return SpinLock.acquire(STATE.get().rawValue() + LOCK);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void unlock(long flags) {
        SpinLock.release(STATE.get().rawValue() + LOCK, flags);
    }

    /** Counts a new thread in and makes room for its timer, so that no wait can fail; false when memory is exhausted. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean admit(long thread) {
        long flags = lock();
        long state = STATE.get().rawValue();
        long threads = Raw.getLong(state, THREADS) + 1;
        boolean fits = ensureTimers(threads);
        if (fits) {
            Raw.putLong(state, THREADS, threads);
            Raw.putLong(state, LAST_ID, Raw.getLong(state, LAST_ID) + 1);
            Raw.putLong(thread, ThreadBlock.ID, Raw.getLong(state, LAST_ID));
        }
        unlock(flags);
        return fits;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean ensureTimers(long threads) {
        long capacity = TimerHeap.capacity(timers());
        if (threads <= capacity) {
            return true;
        }
        long wanted = capacity == 0 ? 32 : 2 * capacity;
        long slots = CHeap.allocate(8 * (wanted + 1));
        if (slots == 0) {
            return false;
        }
        CHeap.free(TimerHeap.grow(timers(), slots, wanted));
        return true;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long timers() {
        return STATE.get().rawValue() + TIMERS;
    }

    /** Counts a thread out. The lock is held. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void retire() {
        long state = STATE.get().rawValue();
        Raw.putLong(state, THREADS, Raw.getLong(state, THREADS) - 1);
    }

    /** Makes a new thread runnable. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void start(long thread) {
        long flags = lock();
        makeRunnable(thread);
        unlock(flags);
    }

    /**
     * Blocks the current thread in a wait queue (0: none) until it is woken or the clock reaches {@code deadline}; true
     * if it was woken. The lock is held before and after, not between.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean block(long queue, long deadline) {
        long thread = Threads.current();
        Raw.putLong(thread, ThreadBlock.STATE, ThreadBlock.BLOCKED);
        Raw.putLong(thread, ThreadBlock.TIMED_OUT, 0);
        if (queue != 0) {
            append(queue, thread);
        }
        if (deadline != Clock.NEVER) {
            TimerHeap.add(timers(), thread, deadline);
        }
        switchAway();
        return Raw.getLong(thread, ThreadBlock.TIMED_OUT) == 0;
    }

    /** Makes the thread that waits longest in a queue runnable; false if there is none. The lock is held. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean wakeOne(long queue) {
        long thread = Raw.getLong(queue, HEAD);
        if (thread == 0) {
            return false;
        }
        remove(queue, thread);
        TimerHeap.remove(timers(), thread);
        makeRunnable(thread);
        return true;
    }

    /** {@link #wakeOne} for an interrupt: the thread runs before all others, as soon as the handler is done. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void wakeUrgently(long queue) {
        long thread = Raw.getLong(queue, HEAD);
        if (thread != 0) {
            remove(queue, thread);
            TimerHeap.remove(timers(), thread);
            Raw.putLong(thread, ThreadBlock.STATE, ThreadBlock.RUNNABLE);
            prepend(STATE.get().rawValue() + RUN_QUEUE, thread);
            Raw.putLong(Cpu.current(), CpuBlock.PREEMPT, 1);
        }
    }

    /** Lets the other runnable threads run first. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void yieldNow() {
        long flags = lock();
        yieldLocked();
        unlock(flags);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void yieldLocked() {
        long runQueue = STATE.get().rawValue() + RUN_QUEUE;
        if (Raw.getLong(runQueue, HEAD) != 0) {
            append(runQueue, Threads.current());
            switchAway();
        }
    }

    /** Blocks the current thread until the clock reaches {@code deadline}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void sleepUntil(long deadline) {
        long flags = lock();
        block(0, deadline);
        unlock(flags);
    }

    /** At the end of an interrupt: expires timers and switches if the interrupted thread's time is over. */
    @CEntryPoint(name = "trap_interrupt_handled", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void afterInterrupt() {
        long cpu = Cpu.current();
        if (Raw.getLong(cpu, CpuBlock.CURRENT_THREAD) == Raw.getLong(cpu, CpuBlock.IDLE_THREAD)) {
            return;
        }
        long flags = lock();
        long now = Clock.now();
        expireTimers(now);
        if (Raw.getLong(cpu, CpuBlock.PREEMPT) != 0) {
            Raw.putLong(cpu, CpuBlock.PREEMPT, 0);
            long runQueue = STATE.get().rawValue() + RUN_QUEUE;
            long urgent = Raw.getLong(runQueue, HEAD);
            if (urgent != 0) {
                remove(runQueue, urgent);
                prepend(runQueue, Threads.current());
                prepend(runQueue, urgent);
                switchAway();
            }
        } else if (now >= Raw.getLong(cpu, CpuBlock.SLICE_END)) {
            yieldLocked();
        }
        armTimer(false);
        unlock(flags);
    }

    /** What a CPU does for ever when no thread is runnable; interrupts are off except while it halts. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void idle() {
        while (true) {
            long flags = lock();
            expireTimers(Clock.now());
            Raw.putLong(Cpu.current(), CpuBlock.PREEMPT, 0);
            if (Raw.getLong(STATE.get().rawValue(), RUN_QUEUE + HEAD) != 0) {
                switchAway();
                unlock(flags);
            } else {
                armTimer(true);
                unlock(flags);
                Platform.halt();
            }
        }
    }

    /** Runs the first runnable thread instead of the current one, which its caller has put where it belongs. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void switchAway() {
        long cpu = Cpu.current();
        long state = STATE.get().rawValue();
        long current = Raw.getLong(cpu, CpuBlock.CURRENT_THREAD);
        long next = Raw.getLong(state, RUN_QUEUE + HEAD);
        if (next != 0) {
            remove(state + RUN_QUEUE, next);
        } else {
            next = Raw.getLong(cpu, CpuBlock.IDLE_THREAD);
        }
        if (next == current) {
            return;
        }
        Raw.putLong(cpu, CpuBlock.CURRENT_THREAD, next);
        if (next != Raw.getLong(cpu, CpuBlock.IDLE_THREAD)) { // which arms it before it halts
            Raw.putLong(cpu, CpuBlock.SLICE_END, Clock.now() + SLICE);
            armTimer(false);
        }
        Cpu.contextSwitch(current + ThreadBlock.STACK_POINTER, Raw.getLong(next, ThreadBlock.STACK_POINTER));
    }

    @CEntryPoint(name = "scheduler_thread_begins", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void threadBegins() {
        unlock(SpinLock.INTERRUPTS_ON);
    }

    @CEntryPoint(name = "scheduler_thread_ends", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void threadEnds(long result) {
        lock();
        long thread = Threads.current();
        Raw.putLong(thread, ThreadBlock.RESULT, result);
        Raw.putLong(thread, ThreadBlock.STATE, ThreadBlock.ENDED);
        while (wakeOne(thread + ThreadBlock.JOINERS)) {
            continue;
        }
        switchAway();
        Panic.stop(RESUMED.get());
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void makeRunnable(long thread) {
        long state = STATE.get().rawValue();
        Raw.putLong(thread, ThreadBlock.STATE, ThreadBlock.RUNNABLE);
        append(state + RUN_QUEUE, thread);
        armTimer(false);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void expireTimers(long now) {
        while (true) {
            long thread = TimerHeap.first(timers());
            if (thread == 0 || Raw.getLong(thread, ThreadBlock.DEADLINE) > now) {
                return;
            }
            TimerHeap.remove(timers(), thread);
            long queue = Raw.getLong(thread, ThreadBlock.QUEUE);
            if (queue != 0) {
                remove(queue, thread);
            }
            Raw.putLong(thread, ThreadBlock.TIMED_OUT, 1);
            makeRunnable(thread);
        }
    }

    /**
     * Makes the timer fire no later than the next thing that needs it. A timer that fires too early costs one interrupt,
     * moving it at each switch would cost more; only before a halt it is also moved back.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void armTimer(boolean beforeHalt) {
        long cpu = Cpu.current();
        long deadline = Clock.NEVER;
        long first = TimerHeap.first(timers());
        if (first != 0) {
            deadline = Raw.getLong(first, ThreadBlock.DEADLINE);
        }
        if (Raw.getLong(STATE.get().rawValue(), RUN_QUEUE + HEAD) != 0 && Raw.getLong(cpu, CpuBlock.SLICE_END) < deadline) {
            deadline = Raw.getLong(cpu, CpuBlock.SLICE_END);
        }
        if (!beforeHalt) {
            deadline = Platform.latestTimer(deadline);
        }
        long armed = Raw.getLong(cpu, CpuBlock.ARMED);
        if (deadline < armed || (beforeHalt && deadline != armed)) {
            Raw.putLong(cpu, CpuBlock.ARMED, deadline);
            Platform.armTimer(deadline, beforeHalt);
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void append(long queue, long thread) {
        long tail = Raw.getLong(queue, TAIL);
        Raw.putLong(thread, ThreadBlock.QUEUE, queue);
        Raw.putLong(thread, ThreadBlock.NEXT, 0);
        Raw.putLong(thread, ThreadBlock.PREVIOUS, tail);
        if (tail == 0) {
            Raw.putLong(queue, HEAD, thread);
        } else {
            Raw.putLong(tail, ThreadBlock.NEXT, thread);
        }
        Raw.putLong(queue, TAIL, thread);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void prepend(long queue, long thread) {
        long head = Raw.getLong(queue, HEAD);
        Raw.putLong(thread, ThreadBlock.QUEUE, queue);
        Raw.putLong(thread, ThreadBlock.PREVIOUS, 0);
        Raw.putLong(thread, ThreadBlock.NEXT, head);
        if (head == 0) {
            Raw.putLong(queue, TAIL, thread);
        } else {
            Raw.putLong(head, ThreadBlock.PREVIOUS, thread);
        }
        Raw.putLong(queue, HEAD, thread);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void remove(long queue, long thread) {
        long next = Raw.getLong(thread, ThreadBlock.NEXT);
        long previous = Raw.getLong(thread, ThreadBlock.PREVIOUS);
        if (previous == 0) {
            Raw.putLong(queue, HEAD, next);
        } else {
            Raw.putLong(previous, ThreadBlock.NEXT, next);
        }
        if (next == 0) {
            Raw.putLong(queue, TAIL, previous);
        } else {
            Raw.putLong(next, ThreadBlock.PREVIOUS, previous);
        }
        Raw.putLong(thread, ThreadBlock.QUEUE, 0);
    }
}
