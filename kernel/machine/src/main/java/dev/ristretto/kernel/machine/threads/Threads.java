package dev.ristretto.kernel.machine.threads;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.CpuBlock;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.layout.ThreadBlock;
import dev.ristretto.kernel.machine.memory.CHeap;
import dev.ristretto.kernel.machine.memory.VirtualMemory;
import dev.ristretto.kernel.machine.time.Clock;

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

    private Threads() {}

    /** The thread that runs on this CPU. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long current() {
        return Raw.getLong(Cpu.current(), CpuBlock.CURRENT_THREAD);
    }

    /**
     * A new runnable thread that calls {@code function(argument)} on a stack of {@code stackBytes} (rounded up to pages);
     * 0 when memory is exhausted.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long create(long stackBytes, long function, long argument) {
        long size = AddressSpace.pageUp(stackBytes);
        long stack = VirtualMemory.allocate(size, size < INITIAL_STACK ? size : INITIAL_STACK);
        if (stack == 0) {
            return 0;
        }
        long thread = describe(stack, size);
        if (thread == 0 || !Scheduler.admit(thread)) {
            VirtualMemory.free(stack, size);
            CHeap.free(thread);
            return 0;
        }
        Raw.putLong(thread, ThreadBlock.STACK_POINTER, Cpu.prepareContext(stack + size, function, argument));
        Scheduler.start(thread);
        return thread;
    }

    /** A thread structure for a stack that exists; 0 when memory is exhausted. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long describe(long stack, long size) {
        long thread = CHeap.allocate(ThreadBlock.SIZE);
        if (thread != 0) {
            Cpu.fill(thread, 0, ThreadBlock.SIZE);
            Raw.putLong(thread, ThreadBlock.STACK_BASE, stack);
            Raw.putLong(thread, ThreadBlock.STACK_SIZE, size);
        }
        return thread;
    }

    /** Waits until {@code thread} has ended, frees it and returns its result. Each thread is joined once. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long join(long thread) {
        long flags = Scheduler.lock();
        while (Raw.getLong(thread, ThreadBlock.STATE) != ThreadBlock.ENDED) {
            Scheduler.block(thread + ThreadBlock.JOINERS, Clock.NEVER);
        }
        long result = Raw.getLong(thread, ThreadBlock.RESULT);
        Scheduler.retire();
        Scheduler.unlock(flags);
        VirtualMemory.free(Raw.getLong(thread, ThreadBlock.STACK_BASE), Raw.getLong(thread, ThreadBlock.STACK_SIZE));
        CHeap.free(thread);
        return result;
    }
}
