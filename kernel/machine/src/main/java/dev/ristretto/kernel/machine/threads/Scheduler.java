package dev.ristretto.kernel.machine.threads;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;
import static com.oracle.svm.core.c.CGlobalDataFactory.createCString;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.SpinLock;
import dev.ristretto.kernel.machine.layout.CpuPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.SpinLockPointer;
import dev.ristretto.kernel.machine.layout.ThreadBlock;
import dev.ristretto.kernel.machine.layout.ThreadPointer;
import dev.ristretto.kernel.machine.layout.WaitQueuePointer;
import dev.ristretto.kernel.machine.platform.Platform;
import dev.ristretto.kernel.machine.power.Panic;
import dev.ristretto.kernel.machine.time.KernelClock;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.struct.SizeOf;
import org.graalvm.nativeimage.c.type.CCharPointer;

/**
 * Which thread runs: a preemptive round robin over one run queue, wait queues and a heap of timers.
 *
 * <p>A wait queue lies wherever its owner keeps it. One lock guards run queue, wait queues and timers; it is held
 * across a context switch and given up by the thread that is switched to. Without a runnable thread the CPU halts until
 * the earliest timer or an interrupt; without a second one no time slice is timed.
 */
public final class Scheduler {
    /** How long a thread runs while others are runnable, in nanoseconds. */
    private static final long SLICE = 5_000_000;

    private static final CGlobalData<SpinLockPointer> LOCK = createBytes(() -> SpinLockPointer.SIZE);

    static final CGlobalData<WaitQueuePointer> RUN_QUEUE = createBytes(() -> SizeOf.get(WaitQueuePointer.class));

    private static final CGlobalData<CCharPointer> RESUMED = createCString("a thread that had ended was resumed");

    private Scheduler() {}

    /** Makes the code that a processor begins with its idle thread. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void initialize(CpuPointer cpu, ThreadPointer idleThread) {
        cpu.setIdleThread(idleThread);
        cpu.setCurrentThread(idleThread);
        cpu.setArmed(KernelClock.NEVER);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long lock() {
        return SpinLock.acquire(LOCK.get());
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void unlock(long flags) {
        SpinLock.release(LOCK.get(), flags);
    }

    /** Makes a new thread runnable. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void start(ThreadPointer thread) {
        long flags = lock();
        makeRunnable(thread, true);
        unlock(flags);
    }

    /**
     * Blocks the current thread in a wait queue until it is woken or the clock reaches {@code deadline}; true if it was
     * woken. The lock is held before and after, not between.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean block(WaitQueuePointer queue, long deadline) {
        ThreadPointer thread = Threads.current();
        WaitQueue.append(queue, thread);
        return block(thread, deadline);
    }

    /** Blocks the current thread, which is in whatever queue it waits in. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean block(ThreadPointer thread, long deadline) {
        thread.setState(ThreadPointer.BLOCKED);
        thread.setTimedOut(0);
        if (deadline != KernelClock.NEVER) {
            Timers.add(thread, deadline);
        }
        switchAway();
        return thread.getTimedOut() == 0;
    }

    /** Makes the thread that waits longest in a queue runnable; false if there is none. The lock is held. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean wakeOne(WaitQueuePointer queue) {
        ThreadPointer thread = queue.getHead();
        if (thread.isNull()) {
            return false;
        }
        WaitQueue.remove(queue, thread);
        Timers.remove(thread);
        makeRunnable(thread, false);
        return true;
    }

    /**
     * {@link #wakeOne} for an interrupt: the thread runs before all others, on a processor that has nothing to do or on
     * this one as soon as the handler is done.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void wakeUrgently(WaitQueuePointer queue) {
        ThreadPointer thread = queue.getHead();
        if (thread.isNonNull()) {
            WaitQueue.remove(queue, thread);
            Timers.remove(thread);
            thread.setState(ThreadPointer.RUNNABLE);
            WaitQueue.prepend(RUN_QUEUE.get(), thread);
            if (!OtherProcessors.tellWaiting()) {
                Cpu.current().setPreempt(1);
            }
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
        if (!WaitQueue.isEmpty(RUN_QUEUE.get())) {
            WaitQueue.append(RUN_QUEUE.get(), Threads.current());
            switchAway();
        }
    }

    /** Blocks the current thread until the clock reaches {@code deadline}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void sleepUntil(long deadline) {
        long flags = lock();
        block(Threads.current(), deadline);
        unlock(flags);
    }

    /** At the end of an interrupt: expires timers and switches if the interrupted thread's time is over. */
    @CEntryPoint(name = "trap_interrupt_handled", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void afterInterrupt() {
        CpuPointer cpu = Cpu.current();
        if (cpu.getCurrentThread().equal(cpu.getIdleThread())) {
            return;
        }
        long flags = lock();
        long now = KernelClock.now();
        expireTimers(now);
        if (cpu.getPreempt() != 0) {
            cpu.setPreempt(0);
            ThreadPointer urgent = RUN_QUEUE.get().getHead();
            if (urgent.isNonNull()) {
                WaitQueue.remove(RUN_QUEUE.get(), urgent);
                WaitQueue.prepend(RUN_QUEUE.get(), Threads.current());
                WaitQueue.prepend(RUN_QUEUE.get(), urgent);
                switchAway();
            }
        } else if (now >= cpu.getSliceEnd()) {
            yieldLocked();
        }
        if (!WaitQueue.isEmpty(RUN_QUEUE.get())) {
            OtherProcessors.tellWaiting();
        }
        ProcessorTimer.arm(false);
        unlock(flags);
    }

    /** What a CPU does for ever when no thread is runnable; interrupts are off except while it halts. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void idle() {
        CpuPointer cpu = Cpu.current();
        while (true) {
            long flags = lock();
            cpu.setWaiting(1);
            expireTimers(KernelClock.now());
            cpu.setPreempt(0);
            if (!WaitQueue.isEmpty(RUN_QUEUE.get())) {
                cpu.setWaiting(0);
                switchAway();
                unlock(flags);
            } else {
                cpu.setWaiting(1);
                ProcessorTimer.arm(true);
                unlock(flags);
                cpu.setLazy(1);
                Platform.halt();
            }
        }
    }

    /** Runs the first runnable thread instead of the current one, which its caller has put where it belongs. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void switchAway() {
        CpuPointer cpu = Cpu.current();
        ThreadPointer current = cpu.getCurrentThread();
        ThreadPointer idle = cpu.getIdleThread();
        ThreadPointer next = RUN_QUEUE.get().getHead();
        if (next.isNonNull()) {
            WaitQueue.remove(RUN_QUEUE.get(), next);
        } else {
            next = idle;
        }
        if (next.equal(current)) {
            return;
        }
        long now = KernelClock.now();
        ProcessorTime.add(cpu, current, now);
        cpu.setCurrentThread(next);
        if (next.notEqual(idle)) { // which arms it before it halts
            cpu.setSliceEnd(now + SLICE);
            ProcessorTimer.arm(false);
        }
        Cpu.contextSwitch(current, next);
    }

    @CEntryPoint(name = "scheduler_thread_begins", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void threadBegins() {
        unlock(CpuPointer.INTERRUPTS_ON);
    }

    @CEntryPoint(name = "scheduler_thread_ends", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void threadEnds(long result) {
        lock();
        ThreadPointer thread = Threads.current();
        thread.setResult(result);
        thread.setState(ThreadPointer.ENDED);
        while (wakeOne(ThreadBlock.joiners(thread))) {
            continue;
        }
        switchAway();
        Panic.stop(RESUMED.get());
    }

    /**
     * Puts a thread behind the others.
     *
     * @param atOnce whether a processor that halts is to run it at once. Who wakes a thread often waits then itself,
     *     for an answer; so the first one that it wakes is left to it for {@link ProcessorTimer#PATIENCE}.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void makeRunnable(ThreadPointer thread, boolean atOnce) {
        boolean first = WaitQueue.isEmpty(RUN_QUEUE.get());
        thread.setState(ThreadPointer.RUNNABLE);
        WaitQueue.append(RUN_QUEUE.get(), thread);
        if (first && !atOnce && OtherProcessors.isSelfBusy() || !OtherProcessors.tellWaiting()) {
            ProcessorTimer.arm(false);
            OtherProcessors.endSlices();
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void expireTimers(long now) {
        ThreadPointer thread = Timers.takeExpired(now);
        while (thread.isNonNull()) {
            WaitQueuePointer queue = thread.getQueue();
            if (queue.isNonNull()) {
                WaitQueue.remove(queue, thread);
            }
            thread.setTimedOut(1);
            makeRunnable(thread, true);
            thread = Timers.takeExpired(now);
        }
    }
}
