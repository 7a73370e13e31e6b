package dev.ristretto.kernel.machine;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
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
    @Uninterruptible(reason = Cpu.KERNEL)
    static void initialize(long idleThread) {
        long cpu = Cpu.current();
        Raw.putLong(cpu, Cpu.IDLE_THREAD, idleThread);
        Raw.putLong(cpu, Cpu.CURRENT_THREAD, idleThread);
        Raw.putLong(cpu, Cpu.ARMED, Clock.NEVER);
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    public static long lock() {
        return SpinLock.acquire(STATE.get().rawValue() + LOCK);
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    public static void unlock(long flags) {
        SpinLock.release(STATE.get().rawValue() + LOCK, flags);
    }

    /** Counts a new thread in and makes room for its timer, so that no wait can fail; false when memory is exhausted. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static boolean admit(long thread) {
        long flags = lock();
        long state = STATE.get().rawValue();
        long threads = Raw.getLong(state, THREADS) + 1;
        boolean fits = ensureTimers(threads);
        if (fits) {
            Raw.putLong(state, THREADS, threads);
            Raw.putLong(state, LAST_ID, Raw.getLong(state, LAST_ID) + 1);
            Raw.putLong(thread, Threads.ID, Raw.getLong(state, LAST_ID));
        }
        unlock(flags);
        return fits;
    }

    @Uninterruptible(reason = Cpu.KERNEL)
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

    @Uninterruptible(reason = Cpu.KERNEL)
    private static long timers() {
        return STATE.get().rawValue() + TIMERS;
    }

    /** Counts a thread out. The lock is held. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void retire() {
        long state = STATE.get().rawValue();
        Raw.putLong(state, THREADS, Raw.getLong(state, THREADS) - 1);
    }

    /** Makes a new thread runnable. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void start(long thread) {
        long flags = lock();
        makeRunnable(thread);
        unlock(flags);
    }

    /**
     * Blocks the current thread in a wait queue (0: none) until it is woken or the clock reaches {@code deadline}; true
     * if it was woken. The lock is held before and after, not between.
     */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static boolean block(long queue, long deadline) {
        long thread = Threads.current();
        Raw.putLong(thread, Threads.STATE, Threads.BLOCKED);
        Raw.putLong(thread, Threads.TIMED_OUT, 0);
        if (queue != 0) {
            append(queue, thread);
        }
        if (deadline != Clock.NEVER) {
            TimerHeap.add(timers(), thread, deadline);
        }
        switchAway();
        return Raw.getLong(thread, Threads.TIMED_OUT) == 0;
    }

    /** Makes the thread that waits longest in a queue runnable; false if there is none. The lock is held. */
    @Uninterruptible(reason = Cpu.KERNEL)
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
    @Uninterruptible(reason = Cpu.KERNEL)
    static void wakeUrgently(long queue) {
        long thread = Raw.getLong(queue, HEAD);
        if (thread != 0) {
            remove(queue, thread);
            TimerHeap.remove(timers(), thread);
            Raw.putLong(thread, Threads.STATE, Threads.RUNNABLE);
            prepend(STATE.get().rawValue() + RUN_QUEUE, thread);
            Raw.putLong(Cpu.current(), Cpu.PREEMPT, 1);
        }
    }

    /** Lets the other runnable threads run first. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static void yieldNow() {
        long flags = lock();
        yieldLocked();
        unlock(flags);
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    private static void yieldLocked() {
        long runQueue = STATE.get().rawValue() + RUN_QUEUE;
        if (Raw.getLong(runQueue, HEAD) != 0) {
            append(runQueue, Threads.current());
            switchAway();
        }
    }

    /** Blocks the current thread until the clock reaches {@code deadline}. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static void sleepUntil(long deadline) {
        long flags = lock();
        block(0, deadline);
        unlock(flags);
    }

    /** At the end of an interrupt: expires timers and switches if the interrupted thread's time is over. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void afterInterrupt() {
        long cpu = Cpu.current();
        if (Raw.getLong(cpu, Cpu.CURRENT_THREAD) == Raw.getLong(cpu, Cpu.IDLE_THREAD)) {
            return;
        }
        long flags = lock();
        long now = Clock.now();
        expireTimers(now);
        if (Raw.getLong(cpu, Cpu.PREEMPT) != 0) {
            Raw.putLong(cpu, Cpu.PREEMPT, 0);
            long runQueue = STATE.get().rawValue() + RUN_QUEUE;
            long urgent = Raw.getLong(runQueue, HEAD);
            if (urgent != 0) {
                remove(runQueue, urgent);
                prepend(runQueue, Threads.current());
                prepend(runQueue, urgent);
                switchAway();
            }
        } else if (now >= Raw.getLong(cpu, Cpu.SLICE_END)) {
            yieldLocked();
        }
        armTimer(false);
        unlock(flags);
    }

    /** What a CPU does for ever when no thread is runnable; interrupts are off except while it halts. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void idle() {
        while (true) {
            long flags = lock();
            expireTimers(Clock.now());
            Raw.putLong(Cpu.current(), Cpu.PREEMPT, 0);
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
    @Uninterruptible(reason = Cpu.KERNEL)
    private static void switchAway() {
        long cpu = Cpu.current();
        long state = STATE.get().rawValue();
        long current = Raw.getLong(cpu, Cpu.CURRENT_THREAD);
        long next = Raw.getLong(state, RUN_QUEUE + HEAD);
        if (next != 0) {
            remove(state + RUN_QUEUE, next);
        } else {
            next = Raw.getLong(cpu, Cpu.IDLE_THREAD);
        }
        if (next == current) {
            return;
        }
        Raw.putLong(cpu, Cpu.CURRENT_THREAD, next);
        if (next != Raw.getLong(cpu, Cpu.IDLE_THREAD)) { // which arms it before it halts
            Raw.putLong(cpu, Cpu.SLICE_END, Clock.now() + SLICE);
            armTimer(false);
        }
        Cpu.contextSwitch(current + Threads.STACK_POINTER, Raw.getLong(next, Threads.STACK_POINTER));
    }

    @CEntryPoint(name = "scheduler_thread_begins", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = Cpu.KERNEL)
    private static void threadBegins() {
        unlock(Cpu.INTERRUPTS_ON);
    }

    @CEntryPoint(name = "scheduler_thread_ends", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = Cpu.KERNEL)
    private static void threadEnds(long result) {
        lock();
        long thread = Threads.current();
        Raw.putLong(thread, Threads.RESULT, result);
        Raw.putLong(thread, Threads.STATE, Threads.ENDED);
        while (wakeOne(thread + Threads.JOINERS)) {
            continue;
        }
        switchAway();
        Panic.stop(RESUMED.get());
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    private static void makeRunnable(long thread) {
        long state = STATE.get().rawValue();
        Raw.putLong(thread, Threads.STATE, Threads.RUNNABLE);
        append(state + RUN_QUEUE, thread);
        armTimer(false);
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    private static void expireTimers(long now) {
        while (true) {
            long thread = TimerHeap.first(timers());
            if (thread == 0 || Raw.getLong(thread, Threads.DEADLINE) > now) {
                return;
            }
            TimerHeap.remove(timers(), thread);
            long queue = Raw.getLong(thread, Threads.QUEUE);
            if (queue != 0) {
                remove(queue, thread);
            }
            Raw.putLong(thread, Threads.TIMED_OUT, 1);
            makeRunnable(thread);
        }
    }

    /**
     * Makes the timer fire no later than the next thing that needs it. A timer that fires too early costs one interrupt,
     * moving it at each switch would cost more; only before a halt it is also moved back.
     */
    @Uninterruptible(reason = Cpu.KERNEL)
    private static void armTimer(boolean beforeHalt) {
        long cpu = Cpu.current();
        long deadline = Clock.NEVER;
        long first = TimerHeap.first(timers());
        if (first != 0) {
            deadline = Raw.getLong(first, Threads.DEADLINE);
        }
        if (Raw.getLong(STATE.get().rawValue(), RUN_QUEUE + HEAD) != 0 && Raw.getLong(cpu, Cpu.SLICE_END) < deadline) {
            deadline = Raw.getLong(cpu, Cpu.SLICE_END);
        }
        if (!beforeHalt) {
            deadline = Platform.latestTimer(deadline);
        }
        long armed = Raw.getLong(cpu, Cpu.ARMED);
        if (deadline < armed || (beforeHalt && deadline != armed)) {
            Raw.putLong(cpu, Cpu.ARMED, deadline);
            Platform.armTimer(deadline, beforeHalt);
        }
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    private static void append(long queue, long thread) {
        long tail = Raw.getLong(queue, TAIL);
        Raw.putLong(thread, Threads.QUEUE, queue);
        Raw.putLong(thread, Threads.NEXT, 0);
        Raw.putLong(thread, Threads.PREVIOUS, tail);
        if (tail == 0) {
            Raw.putLong(queue, HEAD, thread);
        } else {
            Raw.putLong(tail, Threads.NEXT, thread);
        }
        Raw.putLong(queue, TAIL, thread);
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    private static void prepend(long queue, long thread) {
        long head = Raw.getLong(queue, HEAD);
        Raw.putLong(thread, Threads.QUEUE, queue);
        Raw.putLong(thread, Threads.PREVIOUS, 0);
        Raw.putLong(thread, Threads.NEXT, head);
        if (head == 0) {
            Raw.putLong(queue, TAIL, thread);
        } else {
            Raw.putLong(head, Threads.PREVIOUS, thread);
        }
        Raw.putLong(queue, HEAD, thread);
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    private static void remove(long queue, long thread) {
        long next = Raw.getLong(thread, Threads.NEXT);
        long previous = Raw.getLong(thread, Threads.PREVIOUS);
        if (previous == 0) {
            Raw.putLong(queue, HEAD, next);
        } else {
            Raw.putLong(previous, Threads.NEXT, next);
        }
        if (next == 0) {
            Raw.putLong(queue, TAIL, previous);
        } else {
            Raw.putLong(next, Threads.PREVIOUS, previous);
        }
        Raw.putLong(thread, Threads.QUEUE, 0);
    }
}
