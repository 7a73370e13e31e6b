package dev.ristretto.kernel.machine.time;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.TimerEntry;
import dev.ristretto.kernel.machine.layout.TimerHeapBlock;
import dev.ristretto.kernel.machine.layout.WordArray;
import org.graalvm.word.Pointer;
import org.graalvm.word.PointerBase;
import org.graalvm.word.WordFactory;

/**
 * Threads that wait for a time, over the state that {@link TimerHeapBlock} is: a binary heap by deadline, so that
 * adding and removing cost a logarithm and the earliest is at hand. Each thread knows its slot (from 1 on; 0: not in
 * the heap). Not synchronised.
 */
public final class TimerHeap {
    private TimerHeap() {}

    /** The size of an array of slots for {@code capacity} threads. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long bytes(long capacity) {
        return Long.BYTES * (capacity + 1);
    }

    /** Moves to an array of {@link #bytes}; returns the old array's address, 0 if none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long grow(Pointer heap, long slots, long capacity) {
        long old = TimerHeapBlock.slots(heap);
        for (long slot = 1; slot <= TimerHeapBlock.count(heap); slot++) {
            WordArray.set(slots, slot, WordArray.get(old, slot));
        }
        TimerHeapBlock.setSlots(heap, slots);
        TimerHeapBlock.setCapacity(heap, capacity);
        return old;
    }

    /** The entry with the earliest deadline, null if none waits. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static PointerBase first(Pointer heap) {
        return TimerHeapBlock.count(heap) == 0 ? WordFactory.nullPointer() : slot(heap, 1);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void add(Pointer heap, PointerBase entry, long deadline) {
        TimerEntry.setDeadline(entry, deadline);
        TimerHeapBlock.setCount(heap, TimerHeapBlock.count(heap) + 1);
        rise(heap, entry, TimerHeapBlock.count(heap));
    }

    /** Takes a thread out of the heap if it is in it. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void remove(Pointer heap, PointerBase entry) {
        long slot = TimerEntry.slot(entry);
        if (slot == 0) {
            return;
        }
        TimerEntry.setSlot(entry, 0);
        long count = TimerHeapBlock.count(heap);
        PointerBase last = slot(heap, count);
        TimerHeapBlock.setCount(heap, count - 1);
        if (slot < count) {
            sink(heap, last, slot);
            rise(heap, last, TimerEntry.slot(last));
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void rise(Pointer heap, PointerBase entry, long slot) {
        long deadline = TimerEntry.deadline(entry);
        while (slot > 1 && TimerEntry.deadline(slot(heap, slot >> 1)) > deadline) {
            place(heap, slot(heap, slot >> 1), slot);
            slot >>= 1;
        }
        place(heap, entry, slot);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void sink(Pointer heap, PointerBase entry, long slot) {
        long count = TimerHeapBlock.count(heap);
        long deadline = TimerEntry.deadline(entry);
        while (2 * slot <= count) {
            long child = 2 * slot;
            if (child < count && TimerEntry.deadline(slot(heap, child + 1)) < TimerEntry.deadline(slot(heap, child))) {
                child++;
            }
            if (TimerEntry.deadline(slot(heap, child)) >= deadline) {
                break;
            }
            place(heap, slot(heap, child), slot);
            slot = child;
        }
        place(heap, entry, slot);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static PointerBase slot(Pointer heap, long slot) {
        return WordFactory.pointer(WordArray.get(TimerHeapBlock.slots(heap), slot));
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void place(Pointer heap, PointerBase entry, long slot) {
        WordArray.set(TimerHeapBlock.slots(heap), slot, entry.rawValue());
        TimerEntry.setSlot(entry, slot);
    }
}
