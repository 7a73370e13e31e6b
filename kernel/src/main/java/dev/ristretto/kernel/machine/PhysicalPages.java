package dev.ristretto.kernel.machine;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.Pointer;

/**
 * The owner of all physical memory: a binary buddy allocator of blocks of 4 KiB to 4 MiB.
 *
 * <p>A free block is linked into the list of its order through its own first bytes (by the direct map); one byte a page
 * says whether a free block starts there. Allocation and release take time logarithmic in the largest block. Pages are
 * handed out with whatever they held last: who gives them to others clears them.
 */
public final class PhysicalPages {
    static final int MAX_ORDER = 10;
    private static final int FREE = 0x80;
    private static final long NONE = -1;

    // Layout of STATE; lists[order] holds the physical address of the first free block or NONE.
    private static final int LOCK = 0;
    private static final int MARKS = 8;
    private static final int END_PAGE = 16;
    private static final int FREE_PAGES = 24;
    private static final int TOTAL_PAGES = 32;
    private static final int LISTS = 40;
    private static final CGlobalData<Pointer> STATE = CGlobalDataFactory.createBytes(() -> LISTS + 8 * (MAX_ORDER + 1));

    // Links inside a free block.
    private static final int NEXT = 0;
    private static final int PREVIOUS = 8;

    private static final CGlobalData<CCharPointer> FREED_TWICE =
            CGlobalDataFactory.createCString("physical page freed twice");

    private PhysicalPages() {}

    /** Starts with no memory; {@code marks} is the direct address of {@code endPage} zeroed bytes. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void initialize(long marks, long endPage) {
        long state = STATE.get().rawValue();
        Raw.putLong(state, MARKS, marks);
        Raw.putLong(state, END_PAGE, endPage);
        for (int order = 0; order <= MAX_ORDER; order++) {
            Raw.putLong(state, LISTS + 8 * order, NONE);
        }
    }

    /** Adds the pages that lie wholly within the physical addresses {@code from} (inclusive) to {@code to} (exclusive). */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void add(long from, long to) {
        long state = STATE.get().rawValue();
        long page = AddressSpace.pageUp(from) >>> AddressSpace.PAGE_SHIFT;
        long end = AddressSpace.pageDown(to) >>> AddressSpace.PAGE_SHIFT;
        while (page < end) {
            int order = 0;
            while (order < MAX_ORDER && (page & ((2L << order) - 1)) == 0 && page + (2L << order) <= end) {
                order++;
            }
            Raw.putLong(state, TOTAL_PAGES, Raw.getLong(state, TOTAL_PAGES) + (1L << order));
            free(page << AddressSpace.PAGE_SHIFT, order);
            page += 1L << order;
        }
    }

    /** The physical address of a block of {@code 1 << order} pages aligned to its size, or 0 when there is none. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static long allocate(int order) {
        long state = STATE.get().rawValue();
        long flags = SpinLock.acquire(state + LOCK);
        int found = order;
        while (found <= MAX_ORDER && Raw.getLong(state, LISTS + 8 * found) == NONE) {
            found++;
        }
        if (found > MAX_ORDER) {
            SpinLock.release(state + LOCK, flags);
            return 0;
        }
        long block = Raw.getLong(state, LISTS + 8 * found);
        unlink(state, block, found);
        while (found > order) {
            found--;
            link(state, block + (AddressSpace.PAGE << found), found);
        }
        Raw.putLong(state, FREE_PAGES, Raw.getLong(state, FREE_PAGES) - (1L << order));
        SpinLock.release(state + LOCK, flags);
        return block;
    }

    /** Takes back a block from {@link #allocate}; merges it with its free neighbours. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void free(long block, int order) {
        long state = STATE.get().rawValue();
        long flags = SpinLock.acquire(state + LOCK);
        if (mark(state, block) != 0) {
            Panic.stop(FREED_TWICE.get());
        }
        Raw.putLong(state, FREE_PAGES, Raw.getLong(state, FREE_PAGES) + (1L << order));
        while (order < MAX_ORDER) {
            long buddy = block ^ (AddressSpace.PAGE << order);
            if (mark(state, buddy) != (FREE | order)) {
                break;
            }
            unlink(state, buddy, order);
            block = block & ~(AddressSpace.PAGE << order);
            order++;
        }
        link(state, block, order);
        SpinLock.release(state + LOCK, flags);
    }

    /** How many bytes are free now. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static long freeBytes() {
        return Raw.getLong(STATE.get().rawValue(), FREE_PAGES) << AddressSpace.PAGE_SHIFT;
    }

    /** How many bytes this allocator was given in all. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static long totalBytes() {
        return Raw.getLong(STATE.get().rawValue(), TOTAL_PAGES) << AddressSpace.PAGE_SHIFT;
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    private static int mark(long state, long block) {
        long page = block >>> AddressSpace.PAGE_SHIFT;
        if (page >= Raw.getLong(state, END_PAGE)) {
            return 0;
        }
        return Raw.getByte(Raw.getLong(state, MARKS) + page);
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    private static void link(long state, long block, int order) {
        long first = Raw.getLong(state, LISTS + 8 * order);
        long links = AddressSpace.direct(block);
        Raw.putLong(links, NEXT, first);
        Raw.putLong(links, PREVIOUS, NONE);
        if (first != NONE) {
            Raw.putLong(AddressSpace.direct(first), PREVIOUS, block);
        }
        Raw.putLong(state, LISTS + 8 * order, block);
        Raw.putByte(Raw.getLong(state, MARKS) + (block >>> AddressSpace.PAGE_SHIFT), FREE | order);
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    private static void unlink(long state, long block, int order) {
        long links = AddressSpace.direct(block);
        long next = Raw.getLong(links, NEXT);
        long previous = Raw.getLong(links, PREVIOUS);
        if (previous == NONE) {
            Raw.putLong(state, LISTS + 8 * order, next);
        } else {
            Raw.putLong(AddressSpace.direct(previous), NEXT, next);
        }
        if (next != NONE) {
            Raw.putLong(AddressSpace.direct(next), PREVIOUS, previous);
        }
        Raw.putByte(Raw.getLong(state, MARKS) + (block >>> AddressSpace.PAGE_SHIFT), 0);
    }
}
