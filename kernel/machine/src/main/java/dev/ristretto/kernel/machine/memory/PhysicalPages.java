package dev.ristretto.kernel.machine.memory;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.SpinLock;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.SpinLockPointer;
import dev.ristretto.kernel.machine.platform.Platform;
import dev.ristretto.kernel.machine.power.Panic;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.Pointer;

/**
 * The owner of all physical memory. Pages are handed out with whatever they held last: who gives them to others clears
 * them. Thread-safe.
 */
public final class PhysicalPages {
    static final long NONE = -1;

    private static final CGlobalData<SpinLockPointer> LOCK = CGlobalDataFactory.createBytes(() -> SpinLockPointer.SIZE);
    private static final CGlobalData<Pointer> ALLOCATOR = CGlobalDataFactory.createBytes(() -> BuddyAllocator.SIZE);

    private static final CGlobalData<CCharPointer> FREED_TWICE =
            CGlobalDataFactory.createCString("physical page freed twice");

    private PhysicalPages() {}

    /** Starts with no memory; {@code marks} is the address of {@code endPage} zeroed bytes. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void initialize(long marks, long endPage) {
        BuddyAllocator.initialize(ALLOCATOR.get(), AddressSpace.DIRECT_MAP, marks, endPage);
    }

    /**
     * Adds the pages that lie wholly within the physical addresses {@code from} (inclusive) to {@code to} (exclusive).
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void add(long from, long to) {
        BuddyAllocator.add(ALLOCATOR.get(), from, to);
    }

    /** The physical address of a block of {@code 1 << order} pages aligned to its size, or 0 when there is none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long allocate(int order) {
        long flags = SpinLock.acquire(LOCK.get());
        long block = BuddyAllocator.allocate(ALLOCATOR.get(), order);
        SpinLock.release(LOCK.get(), flags);
        return block;
    }

    /** Takes back a block from {@link #allocate}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void free(long block, int order) {
        long flags = SpinLock.acquire(LOCK.get());
        if (!BuddyAllocator.free(ALLOCATOR.get(), block, order)) {
            Panic.stop(FREED_TWICE.get());
        }
        SpinLock.release(LOCK.get(), flags);
    }

    /**
     * A zeroed page for an address range: its physical address, {@link #NONE} when there is no free one. To be taken
     * back by {@link #takeBack}. Where the platform provides the page it is only counted and has no address.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long give() {
        long page;
        if (Platform.providesPages()) {
            long flags = SpinLock.acquire(LOCK.get());
            page = BuddyAllocator.reserve(ALLOCATOR.get()) ? 0 : NONE;
            SpinLock.release(LOCK.get(), flags);
        } else {
            page = allocate(0);
            if (page == 0) {
                return NONE;
            }
            Cpu.clearPages(AddressSpace.direct(page), AddressSpace.PAGE);
        }
        return page;
    }

    /** Takes back a page from {@link #give}, or one of the image. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void takeBack(long page) {
        if (!Platform.providesPages()) {
            free(page, 0);
            return;
        }
        long flags = SpinLock.acquire(LOCK.get());
        BuddyAllocator.unreserve(ALLOCATOR.get());
        SpinLock.release(LOCK.get(), flags);
    }

    /** How many bytes are free now. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long freeBytes() {
        return BuddyAllocator.freePages(ALLOCATOR.get()) << AddressSpace.PAGE_SHIFT;
    }

    /** How many bytes this allocator was given in all. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long totalBytes() {
        return BuddyAllocator.totalPages(ALLOCATOR.get()) << AddressSpace.PAGE_SHIFT;
    }
}
