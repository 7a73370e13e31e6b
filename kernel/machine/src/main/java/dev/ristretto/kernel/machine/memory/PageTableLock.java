package dev.ristretto.kernel.machine.memory;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.cpu.SpinLock;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.SpinLockPointer;

/** The lock of all page tables. When it is given up, no processor remembers what has been changed. */
public final class PageTableLock {
    private static final CGlobalData<SpinLockPointer> LOCK = createBytes(() -> SpinLockPointer.SIZE);

    private PageTableLock() {}

    /** Takes the lock, with interrupts off; what it returns is for {@link #release}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long acquire() {
        return SpinLock.acquire(LOCK.get());
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void release(long flags) {
        StalePages.settle();
        SpinLock.release(LOCK.get(), flags);
    }

    /** Returns once all other processors have been interrupted, but for those that halt. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void synchronizeProcessors() {
        long flags = acquire();
        StalePages.changed(PageTables.root());
        release(flags);
    }
}
