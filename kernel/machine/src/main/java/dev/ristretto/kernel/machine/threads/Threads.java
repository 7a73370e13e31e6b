package dev.ristretto.kernel.machine.threads;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.ThreadBlock;
import dev.ristretto.kernel.machine.layout.ThreadPointer;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.memory.CHeap;
import dev.ristretto.kernel.machine.memory.PhysicalPages;
import dev.ristretto.kernel.machine.memory.VirtualMemory;
import dev.ristretto.kernel.machine.time.KernelClock;
import org.graalvm.word.Pointer;
import org.graalvm.word.WordFactory;

/**
 * Kernel threads: one structure in the C heap each, with a stack of its own above an unmapped guard page. A stack gets
 * its pages when they are first touched.
 *
 * <p>What a thread does and when is the {@link Scheduler}'s. A thread's address is its pthread_t.
 */
public final class Threads {
    /** The size of a stack where nobody says otherwise, in bytes. */
    public static final long DEFAULT_STACK = 1 << 20;

    /** How much of a stack is there from the start. */
    private static final long INITIAL_STACK = 16 * 1024;

    /** How many threads there are, and the number of the last one. */
    private static final CGlobalData<Pointer> THREADS = createBytes(() -> Variable.SIZE);

    private static final CGlobalData<Pointer> LAST_ID = createBytes(() -> Variable.SIZE);

    private Threads() {}

    /** The thread that runs on this CPU. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static ThreadPointer current() {
        return Cpu.currentThread();
    }

    /**
     * A new runnable thread that calls {@code function(argument)} on a stack of {@code stackBytes} (rounded up to
     * pages); null when memory is exhausted, or nearly: a thread that has been made has to be able to start.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static ThreadPointer create(long stackBytes, long function, long argument) {
        if (!PhysicalPages.hasSpare(0)) {
            return WordFactory.nullPointer();
        }
        long size = AddressSpace.pageUp(stackBytes);
        long stack = VirtualMemory.allocate(size, size < INITIAL_STACK ? size : INITIAL_STACK);
        if (stack == 0) {
            return WordFactory.nullPointer();
        }
        ThreadPointer thread = describe(stack, size);
        if (thread.isNull() || !admit(thread)) {
            VirtualMemory.free(stack, size);
            CHeap.free(thread.rawValue());
            return WordFactory.nullPointer();
        }
        thread.setStackPointer(Cpu.prepareContext(stack + size, function, argument));
        Scheduler.start(thread);
        return thread;
    }

    /** A thread structure for a stack that exists; null when memory is exhausted. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static ThreadPointer describe(long stack, long size) {
        ThreadPointer thread = WordFactory.pointer(CHeap.allocate(ThreadBlock.size()));
        if (thread.isNonNull()) {
            Cpu.fill(thread.rawValue(), 0, ThreadBlock.size());
            thread.setStackBase(stack);
            thread.setStackSize(size);
        }
        return thread;
    }

    /** Waits until {@code thread} has ended, frees it and returns its result. Each thread is joined once. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long join(ThreadPointer thread) {
        long flags = Scheduler.lock();
        while (thread.getState() != ThreadPointer.ENDED) {
            Scheduler.block(ThreadBlock.joiners(thread), KernelClock.NEVER);
        }
        long result = thread.getResult();
        retire();
        Scheduler.unlock(flags);
        VirtualMemory.free(thread.getStackBase(), thread.getStackSize());
        CHeap.free(thread.rawValue());
        return result;
    }

    /**
     * Counts a new thread in and makes room for its timer, so that no wait can fail; false when memory is exhausted.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean admit(ThreadPointer thread) {
        long flags = Scheduler.lock();
        long threads = Variable.get(THREADS.get()) + 1;
        boolean fits = Timers.ensure(threads);
        if (fits) {
            long id = Variable.get(LAST_ID.get()) + 1;
            Variable.set(THREADS.get(), threads);
            Variable.set(LAST_ID.get(), id);
            thread.setId(id);
        }
        Scheduler.unlock(flags);
        return fits;
    }

    /** Counts a thread out. The scheduler's lock is held. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void retire() {
        Variable.set(THREADS.get(), Variable.get(THREADS.get()) - 1);
    }
}
