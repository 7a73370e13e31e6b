package dev.ristretto.kernel.machine;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import org.graalvm.word.Pointer;

/**
 * Threads that wait for a time: a binary heap by deadline, so that adding and removing cost a logarithm and the earliest
 * is at hand. Each thread knows its slot (from 1 on; 0: not in the heap). The scheduler's lock is held in all methods.
 */
final class Timers {
    // Layout of STATE; SLOTS is the address of an array of thread addresses whose element 0 is not used.
    private static final int SLOTS = 0;
    private static final int COUNT = 8;
    private static final int CAPACITY = 16;
    private static final CGlobalData<Pointer> STATE = CGlobalDataFactory.createBytes(() -> 24);

    private Timers() {}

    /** Makes room for {@code threads} timers; false when memory is exhausted. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static boolean ensureCapacity(long threads) {
        long state = STATE.get().rawValue();
        long capacity = Raw.getLong(state, CAPACITY);
        if (threads <= capacity) {
            return true;
        }
        long wanted = capacity == 0 ? 32 : 2 * capacity;
        long slots = CHeap.allocate(8 * (wanted + 1));
        if (slots == 0) {
            return false;
        }
        long old = Raw.getLong(state, SLOTS);
        if (old != 0) {
            Cpu.copy(slots, old, 8 * (capacity + 1));
            CHeap.free(old);
        }
        Raw.putLong(state, SLOTS, slots);
        Raw.putLong(state, CAPACITY, wanted);
        return true;
    }

    /** The thread with the earliest deadline, 0 if none waits. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static long first() {
        long state = STATE.get().rawValue();
        return Raw.getLong(state, COUNT) == 0 ? 0 : slot(state, 1);
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    static void add(long thread, long deadline) {
        long state = STATE.get().rawValue();
        Raw.putLong(thread, Threads.DEADLINE, deadline);
        Raw.putLong(state, COUNT, Raw.getLong(state, COUNT) + 1);
        rise(state, thread, Raw.getLong(state, COUNT));
    }

    /** Takes a thread out of the heap if it is in it. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void remove(long thread) {
        long slot = Raw.getLong(thread, Threads.TIMER_SLOT);
        if (slot == 0) {
            return;
        }
        Raw.putLong(thread, Threads.TIMER_SLOT, 0);
        long state = STATE.get().rawValue();
        long count = Raw.getLong(state, COUNT);
        long last = slot(state, count);
        Raw.putLong(state, COUNT, count - 1);
        if (slot < count) {
            sink(state, last, slot);
            rise(state, last, Raw.getLong(last, Threads.TIMER_SLOT));
        }
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    private static void rise(long state, long thread, long slot) {
        long deadline = Raw.getLong(thread, Threads.DEADLINE);
        while (slot > 1 && Raw.getLong(slot(state, slot >> 1), Threads.DEADLINE) > deadline) {
            place(state, slot(state, slot >> 1), slot);
            slot >>= 1;
        }
        place(state, thread, slot);
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    private static void sink(long state, long thread, long slot) {
        long count = Raw.getLong(state, COUNT);
        long deadline = Raw.getLong(thread, Threads.DEADLINE);
        while (2 * slot <= count) {
            long child = 2 * slot;
            if (child < count
                    && Raw.getLong(slot(state, child + 1), Threads.DEADLINE)
                            < Raw.getLong(slot(state, child), Threads.DEADLINE)) {
                child++;
            }
            if (Raw.getLong(slot(state, child), Threads.DEADLINE) >= deadline) {
                break;
            }
            place(state, slot(state, child), slot);
            slot = child;
        }
        place(state, thread, slot);
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    private static long slot(long state, long slot) {
        return Raw.getLong(Raw.getLong(state, SLOTS) + 8 * slot, 0);
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    private static void place(long state, long thread, long slot) {
        Raw.putLong(Raw.getLong(state, SLOTS) + 8 * slot, 0, thread);
        Raw.putLong(thread, Threads.TIMER_SLOT, slot);
    }
}
