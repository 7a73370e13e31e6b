package dev.ristretto.kernel.machine.threads;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.ThreadBlock;
import dev.ristretto.kernel.machine.layout.ThreadPointer;
import dev.ristretto.kernel.machine.layout.TimerEntry;
import dev.ristretto.kernel.machine.layout.TimerHeapBlock;
import dev.ristretto.kernel.machine.memory.CHeap;
import dev.ristretto.kernel.machine.time.KernelClock;
import dev.ristretto.kernel.machine.time.TimerHeap;
import org.graalvm.word.Pointer;
import org.graalvm.word.PointerBase;
import org.graalvm.word.WordFactory;

/**
 * The threads that wait for a time. There is room for all threads, so that no wait can fail. The scheduler's lock is
 * held.
 */
final class Timers {
    private static final long FIRST_CAPACITY = 32;
    private static final CGlobalData<Pointer> HEAP = createBytes(() -> TimerHeapBlock.SIZE);

    private Timers() {}

    /** Makes room for this many threads; false when memory is exhausted. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean ensure(long threads) {
        long capacity = TimerHeapBlock.capacity(HEAP.get());
        if (threads <= capacity) {
            return true;
        }
        long wanted = capacity == 0 ? FIRST_CAPACITY : 2 * capacity;
        long slots = CHeap.allocate(TimerHeap.bytes(wanted));
        if (slots == 0) {
            return false;
        }
        CHeap.free(TimerHeap.grow(HEAP.get(), slots, wanted));
        return true;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void add(ThreadPointer thread, long deadline) {
        TimerHeap.add(HEAP.get(), ThreadBlock.timer(thread), deadline);
    }

    /** Takes a thread out if it waits for a time. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void remove(ThreadPointer thread) {
        TimerHeap.remove(HEAP.get(), ThreadBlock.timer(thread));
    }

    /** When the first of them is to be woken; {@link KernelClock#NEVER} if there is none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long earliest() {
        PointerBase entry = TimerHeap.first(HEAP.get());
        return entry.isNull() ? KernelClock.NEVER : TimerEntry.deadline(entry);
    }

    /** Takes out the first thread whose time has come; null if there is none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static ThreadPointer takeExpired(long now) {
        PointerBase entry = TimerHeap.first(HEAP.get());
        if (entry.isNull() || TimerEntry.deadline(entry) > now) {
            return WordFactory.nullPointer();
        }
        TimerHeap.remove(HEAP.get(), entry);
        return ThreadBlock.ofTimer(entry);
    }
}
