package dev.ristretto.kernel.machine.time;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.layout.ThreadBlock;

/**
 * Threads that wait for a time, over a state of {@link #SIZE} zeroed bytes at a given address: a binary heap by deadline,
 * so that adding and removing cost a logarithm and the earliest is at hand. Each thread knows its slot (from 1 on; 0: not
 * in the heap). Not synchronised.
 */
public final class TimerHeap {
    // Layout of the state; SLOTS is the address of an array of thread addresses whose element 0 is not used.
    private static final int SLOTS = 0;
    private static final int COUNT = 8;
    private static final int CAPACITY = 16;
    public static final int SIZE = 24;

    private TimerHeap() {}

    /** How many threads there is room for. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long capacity(long state) {
        return Raw.getLong(state, CAPACITY);
    }

    /** Moves to an array of {@code 8 * (capacity + 1)} bytes at {@code slots}; returns the old array's address, 0 if none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long grow(long state, long slots, long capacity) {
        long old = Raw.getLong(state, SLOTS);
        for (long slot = 1; slot <= Raw.getLong(state, COUNT); slot++) {
            Raw.putLong(slots + 8 * slot, 0, Raw.getLong(old + 8 * slot, 0));
        }
        Raw.putLong(state, SLOTS, slots);
        Raw.putLong(state, CAPACITY, capacity);
        return old;
    }

    /** The thread with the earliest deadline, 0 if none waits. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long first(long state) {
        return Raw.getLong(state, COUNT) == 0 ? 0 : slot(state, 1);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void add(long state, long thread, long deadline) {
        Raw.putLong(thread, ThreadBlock.DEADLINE, deadline);
        Raw.putLong(state, COUNT, Raw.getLong(state, COUNT) + 1);
        rise(state, thread, Raw.getLong(state, COUNT));
    }

    /** Takes a thread out of the heap if it is in it. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void remove(long state, long thread) {
        long slot = Raw.getLong(thread, ThreadBlock.TIMER_SLOT);
        if (slot == 0) {
            return;
        }
        Raw.putLong(thread, ThreadBlock.TIMER_SLOT, 0);
        long count = Raw.getLong(state, COUNT);
        long last = slot(state, count);
        Raw.putLong(state, COUNT, count - 1);
        if (slot < count) {
            sink(state, last, slot);
            rise(state, last, Raw.getLong(last, ThreadBlock.TIMER_SLOT));
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void rise(long state, long thread, long slot) {
        long deadline = Raw.getLong(thread, ThreadBlock.DEADLINE);
        while (slot > 1 && Raw.getLong(slot(state, slot >> 1), ThreadBlock.DEADLINE) > deadline) {
            place(state, slot(state, slot >> 1), slot);
            slot >>= 1;
        }
        place(state, thread, slot);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void sink(long state, long thread, long slot) {
        long count = Raw.getLong(state, COUNT);
        long deadline = Raw.getLong(thread, ThreadBlock.DEADLINE);
        while (2 * slot <= count) {
            long child = 2 * slot;
            if (child < count
                    && Raw.getLong(slot(state, child + 1), ThreadBlock.DEADLINE)
                            < Raw.getLong(slot(state, child), ThreadBlock.DEADLINE)) {
                child++;
            }
            if (Raw.getLong(slot(state, child), ThreadBlock.DEADLINE) >= deadline) {
                break;
            }
            place(state, slot(state, child), slot);
            slot = child;
        }
        place(state, thread, slot);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long slot(long state, long slot) {
        return Raw.getLong(Raw.getLong(state, SLOTS) + 8 * slot, 0);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void place(long state, long thread, long slot) {
        Raw.putLong(Raw.getLong(state, SLOTS) + 8 * slot, 0, thread);
        Raw.putLong(thread, ThreadBlock.TIMER_SLOT, slot);
    }
}
