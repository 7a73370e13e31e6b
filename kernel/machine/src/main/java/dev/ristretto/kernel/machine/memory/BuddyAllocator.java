package dev.ristretto.kernel.machine.memory;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.Pointer;

/**
 * A binary buddy allocator of blocks of 4 KiB to 1 GiB, over a state of {@link #SIZE} bytes.
 *
 * <p>Blocks are named by physical address. One byte a page, its mark, says whether a free block starts there. A free
 * block is linked into the list of its order through its own first bytes, a large one through the marks of its other
 * pages, which nobody needs while it is free: hosts give memory in huge pages, so that to touch a block would make two
 * megabytes of it resident. Allocation and release take time logarithmic in the largest block. Not synchronised.
 *
 * <p>Pages can be promised to one taker, who then finds them whatever others want. Who takes says on which account:
 * {@link #PROMISE}, {@link #OTHERS}, or {@link #URGENT}, which is another one for whom promised pages are good enough,
 * but do not count as taken by the one they are promised to.
 */
final class BuddyAllocator {
    static final int MAX_ORDER = 18;
    static final int OTHERS = 0;
    static final int PROMISE = 1;
    static final int URGENT = 2;

    private static final int FREE = 0x80;
    private static final long NONE = -1;

    // Layout of the state. BASE plus a physical address is where the CPU finds it; the lists hold the first free block
    // of each order or NONE.
    private static final int BASE = 0;
    private static final int MARKS = 8;
    private static final int END_PAGE = 16;
    private static final int FREE_PAGES = 24;
    private static final int TOTAL_PAGES = 32;
    private static final int PROMISED = 40;
    private static final int TAKEN_OF_PROMISED = 48;
    private static final int LISTS = 56;
    static final int SIZE = LISTS + 8 * (MAX_ORDER + 1);

    /** Blocks from this order on have marks enough for their links. */
    private static final int LARGE_ORDER = 5;

    /** Where among a large block's marks the links begin. */
    private static final int LINKS_IN_MARKS = 8;

    // The links of a free block.
    private static final int NEXT = 0;
    private static final int PREVIOUS = 8;

    private BuddyAllocator() {}

    /**
     * Starts with no memory.
     *
     * @param base what to add to a physical address to reach it
     * @param marks the address of {@code endPage} zeroed bytes
     * @param endPage the page number behind the last page there may be
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void initialize(Pointer state, long base, long marks, long endPage) {
        Raw.putLong(state, BASE, base);
        Raw.putLong(state, MARKS, marks);
        Raw.putLong(state, END_PAGE, endPage);
        Raw.putLong(state, FREE_PAGES, 0);
        Raw.putLong(state, TOTAL_PAGES, 0);
        Raw.putLong(state, PROMISED, 0);
        Raw.putLong(state, TAKEN_OF_PROMISED, 0);
        for (int order = 0; order <= MAX_ORDER; order++) {
            Raw.putLong(state, LISTS + 8 * order, NONE);
        }
    }

    /**
     * Adds the pages that lie wholly within the physical addresses {@code from} (inclusive) to {@code to} (exclusive).
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void add(Pointer state, long from, long to) {
        long page = AddressSpace.pageUp(from) >>> AddressSpace.PAGE_SHIFT;
        long end = AddressSpace.pageDown(to) >>> AddressSpace.PAGE_SHIFT;
        while (page < end) {
            int order = 0;
            while (order < MAX_ORDER && (page & ((2L << order) - 1)) == 0 && page + (2L << order) <= end) {
                order++;
            }
            Raw.putLong(state, TOTAL_PAGES, totalPages(state) + (1L << order));
            free(state, page << AddressSpace.PAGE_SHIFT, order, OTHERS);
            page += 1L << order;
        }
    }

    /** From now on so many pages are kept for those who take them on this account. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void promise(Pointer state, long pages) {
        Raw.putLong(state, PROMISED, pages);
        Raw.putLong(state, TAKEN_OF_PROMISED, 0);
    }

    /** How many pages are kept and have not been taken. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long promised(Pointer state) {
        long left = Raw.getLong(state, PROMISED) - Raw.getLong(state, TAKEN_OF_PROMISED);
        return left < 0 ? 0 : left;
    }

    /** Whether so many pages are free for a taker. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean has(Pointer state, long pages, int account) {
        return freePages(state) - (account == OTHERS ? promised(state) : 0) >= pages;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void taken(Pointer state, long pages, int account) {
        Raw.putLong(state, FREE_PAGES, freePages(state) - pages);
        if (account == PROMISE) {
            Raw.putLong(state, TAKEN_OF_PROMISED, Raw.getLong(state, TAKEN_OF_PROMISED) + pages);
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void givenBack(Pointer state, long pages, int account) {
        Raw.putLong(state, FREE_PAGES, freePages(state) + pages);
        if (account == PROMISE) {
            long taken = Raw.getLong(state, TAKEN_OF_PROMISED) - pages;
            Raw.putLong(state, TAKEN_OF_PROMISED, taken < 0 ? 0 : taken);
        }
    }

    /**
     * The address of a block of {@code 1 << order} pages aligned to its size, or 0 when there is none.
     *
     * @param account who takes it
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long allocate(Pointer state, int order, int account) {
        if (!has(state, 1L << order, account)) {
            return 0;
        }
        int found = order;
        while (found <= MAX_ORDER && Raw.getLong(state, LISTS + 8 * found) == NONE) {
            found++;
        }
        if (found > MAX_ORDER) {
            return 0;
        }
        long block = Raw.getLong(state, LISTS + 8 * found);
        unlink(state, block, found);
        while (found > order) {
            found--;
            link(state, block + (AddressSpace.PAGE << found), found);
        }
        taken(state, 1L << order, account);
        return block;
    }

    /**
     * Takes back a block and merges it with its free neighbours; false if a free block starts there already.
     *
     * @param account who took it
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean free(Pointer state, long block, int order, int account) {
        if (mark(state, block) != 0) {
            return false;
        }
        givenBack(state, 1L << order, account);
        while (order < MAX_ORDER) {
            long buddy = block ^ (AddressSpace.PAGE << order);
            if (mark(state, buddy) != (FREE | order)) {
                break;
            }
            unlink(state, buddy, order);
            block &= ~(AddressSpace.PAGE << order);
            order++;
        }
        link(state, block, order);
        return true;
    }

    /** Counts a free page as taken, whichever it may be; false when there is none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean reserve(Pointer state, int account) {
        boolean free = has(state, 1, account);
        if (free) {
            taken(state, 1, account);
        }
        return free;
    }

    /** Takes back a page that {@link #reserve} has counted. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void unreserve(Pointer state, int account) {
        givenBack(state, 1, account);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long freePages(Pointer state) {
        return Raw.getLong(state, FREE_PAGES);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long totalPages(Pointer state) {
        return Raw.getLong(state, TOTAL_PAGES);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int mark(Pointer state, long block) {
        long page = block >>> AddressSpace.PAGE_SHIFT;
        return page >= Raw.getLong(state, END_PAGE) ? 0 : Raw.getByte(Raw.getLong(state, MARKS) + page);
    }

    /** Where the links of a free block are. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long links(Pointer state, long block, int order) {
        return order < LARGE_ORDER
                ? Raw.getLong(state, BASE) + block
                : Raw.getLong(state, MARKS) + (block >>> AddressSpace.PAGE_SHIFT) + LINKS_IN_MARKS;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void link(Pointer state, long block, int order) {
        long first = Raw.getLong(state, LISTS + 8 * order);
        long links = links(state, block, order);
        Raw.putLong(links, NEXT, first);
        Raw.putLong(links, PREVIOUS, NONE);
        if (first != NONE) {
            Raw.putLong(links(state, first, order), PREVIOUS, block);
        }
        Raw.putLong(state, LISTS + 8 * order, block);
        Raw.putByte(Raw.getLong(state, MARKS) + (block >>> AddressSpace.PAGE_SHIFT), FREE | order);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void unlink(Pointer state, long block, int order) {
        long links = links(state, block, order);
        long next = Raw.getLong(links, NEXT);
        long previous = Raw.getLong(links, PREVIOUS);
        if (previous == NONE) {
            Raw.putLong(state, LISTS + 8 * order, next);
        } else {
            Raw.putLong(links(state, previous, order), NEXT, next);
        }
        if (next != NONE) {
            Raw.putLong(links(state, next, order), PREVIOUS, previous);
        }
        Raw.putByte(Raw.getLong(state, MARKS) + (block >>> AddressSpace.PAGE_SHIFT), 0);
        if (order >= LARGE_ORDER) {
            Raw.putLong(links, NEXT, 0);
            Raw.putLong(links, PREVIOUS, 0);
        }
    }
}
