package dev.ristretto.kernel.machine.memory;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.cpu.PageTableEntry;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.platform.Platform;
import org.graalvm.word.Pointer;

/**
 * Address ranges and the pages behind them: sparse reservations that are backed page by page when they are committed.
 *
 * <p>A committed page is zeroed. Addresses and lengths are multiples of the page size. Thread-safe.
 */
public final class VirtualMemory {
    /** Ranges that come and go (stacks, large allocations) are recycled in lists by their size's power of two. */
    private static final int SMALLEST_CLASS = 14;

    private static final int CLASSES = 48;
    private static final int SMALLEST_RESERVATION = 30;

    // Layout of STATE.
    private static final int NEXT = 0;
    private static final int RECYCLED = 8;
    private static final CGlobalData<Pointer> STATE = createBytes(() -> RECYCLED + 8 * CLASSES);

    // A node of a recycling list, in the C heap.
    private static final int NODE_NEXT = 0;
    private static final int NODE_ADDRESS = 8;
    private static final int NODE_SIZE = 16;

    private VirtualMemory() {}

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void initialize() {
        Raw.putLong(STATE.get().rawValue(), NEXT, AddressSpace.RESERVATIONS);
    }

    /**
     * A fresh address range with nothing behind it and an unmapped gap after it; 0 when the address space is used up.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long reserve(long bytes) {
        long state = STATE.get().rawValue();
        long flags = PageTableLock.acquire();
        long start = Raw.getLong(state, NEXT);
        long step = (bytes + (2L << SMALLEST_RESERVATION) - 1) & -(1L << SMALLEST_RESERVATION);
        boolean fits = bytes > 0 && step > 0 && step <= AddressSpace.RESERVATIONS_END - start;
        if (fits) {
            Raw.putLong(state, NEXT, start + step);
        }
        PageTableLock.release(flags);
        return fits ? start : 0;
    }

    /**
     * Backs a range of the Java heap with fresh zeroed pages, instead of whatever was there; false (and nothing
     * committed) when memory is exhausted.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean commit(long start, long bytes, int access) {
        long flags = PageTableLock.acquire();
        boolean done = commitLocked(start, bytes, access, BuddyAllocator.PROMISE);
        PageTableLock.release(flags);
        return done;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean commitLocked(long start, long bytes, int access, int account) {
        releaseLocked(start, bytes, account);
        for (long page = start; page < start + bytes; page += AddressSpace.PAGE) {
            long physical = PhysicalPages.give(account);
            if (physical == PhysicalPages.NONE) {
                releaseLocked(start, page - start, account);
                return false;
            }
            if (!PageTables.map(page, PageTableEntry.page(physical, access))) {
                PhysicalPages.takeBack(physical, account);
                releaseLocked(start, page - start, account);
                return false;
            }
        }
        if (!Platform.pagesMapped(start, bytes, access)) {
            releaseLocked(start, bytes, account);
            return false;
        }
        return true;
    }

    /**
     * Backs the page at an address and those after it up to the first that is there; false when memory is exhausted.
     * For stacks, whose threads cannot go on otherwise: takes what is promised to the heap if there is nothing else.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean commitUpwards(long start) {
        long flags = PageTableLock.acquire();
        long end = start;
        while (PageTables.get(end) == 0) {
            end += AddressSpace.PAGE;
        }
        boolean done = commitLocked(start, end - start, PageAccess.READ | PageAccess.WRITE, BuddyAllocator.URGENT);
        PageTableLock.release(flags);
        return done;
    }

    /**
     * Takes the pages of a range of the Java heap away; the addresses stay reserved. Pages that are not there are
     * skipped.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void release(long start, long bytes) {
        release(start, bytes, BuddyAllocator.PROMISE);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void release(long start, long bytes, int account) {
        long flags = PageTableLock.acquire();
        releaseLocked(start, bytes, account);
        PageTableLock.release(flags);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void releaseLocked(long start, long bytes, int account) {
        long end = start + bytes;
        long page = start;
        boolean any = false;
        while (page < end) {
            long span = PageTables.tableSpan(page);
            long spanEnd = page + span < end ? page + span : end;
            if (PageTables.hasTable(page)) {
                long first = page;
                for (; page < spanEnd; page += AddressSpace.PAGE) {
                    long entry = PageTables.get(page);
                    if (entry != 0) {
                        PageTables.set(page, 0);
                        StalePages.takeBack(PageTableEntry.address(entry), account);
                        any = true;
                    }
                }
                if (page - first == 1L << PageTableEntry.LARGE_SHIFT) {
                    PageTables.freeTable(first);
                }
            }
            page = spanEnd;
        }
        if (any) {
            StalePages.changed(PageTables.root());
            Platform.pagesUnmapped(start, bytes);
        }
    }

    /** Changes the rights of the pages that are there; false if one is not. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean protect(long start, long bytes, int access) {
        long flags = PageTableLock.acquire();
        boolean complete = true;
        for (long page = start; page < start + bytes; page += AddressSpace.PAGE) {
            long entry = PageTables.get(page);
            if (entry == 0) {
                complete = false;
            } else {
                PageTables.set(page, PageTableEntry.page(PageTableEntry.address(entry), access));
            }
        }
        StalePages.changed(PageTables.root());
        complete = complete && Platform.pagesProtected(start, bytes, access);
        PageTableLock.release(flags);
        return complete;
    }

    /** Moves the pages of a range, with their rights, to another one; false when there is no memory for page tables. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean move(long from, long bytes, long to) {
        long flags = PageTableLock.acquire();
        releaseLocked(to, bytes, BuddyAllocator.PROMISE);
        boolean done = true;
        for (long offset = 0; offset < bytes && done; offset += AddressSpace.PAGE) {
            long entry = PageTables.get(from + offset);
            if (entry != 0) {
                done = PageTables.map(to + offset, entry);
                if (done) {
                    PageTables.set(from + offset, 0);
                }
            }
        }
        StalePages.changed(PageTables.root());
        done = done && Platform.pagesMoved(from, bytes, to);
        PageTableLock.release(flags);
        return done;
    }

    /** Maps device registers; returns their virtual address, 0 when there is no memory for page tables. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long mapDevice(long physical, long bytes) {
        long flags = PageTableLock.acquire();
        long first = AddressSpace.pageDown(physical);
        long end = AddressSpace.pageUp(physical + bytes);
        boolean done = true;
        for (long page = first; page < end && done; page += AddressSpace.PAGE) {
            done = PageTables.map(AddressSpace.DEVICES + page, PageTableEntry.device(page));
        }
        PageTableLock.release(flags);
        return done ? AddressSpace.DEVICES + physical : 0;
    }

    /**
     * A writable range of {@code bytes}, of which the last {@code committed} are there, with an unmapped guard page
     * before it; 0 when memory is exhausted. Give it back with {@link #free}.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long allocate(long bytes, long committed) {
        return allocate(bytes, committed, BuddyAllocator.OTHERS);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long allocate(long bytes, long committed, int account) {
        int sizeClass = sizeClass(bytes);
        long state = STATE.get().rawValue();
        long flags = PageTableLock.acquire();
        long node = Raw.getLong(state, RECYCLED + 8 * sizeClass);
        long range;
        if (node != 0) {
            range = Raw.getLong(node, NODE_ADDRESS);
            Raw.putLong(state, RECYCLED + 8 * sizeClass, Raw.getLong(node, NODE_NEXT));
        } else {
            range = nextRange(state, 1L << sizeClass);
        }
        boolean done = commitLocked(
                range + AddressSpace.PAGE + bytes - committed, committed, PageAccess.READ | PageAccess.WRITE, account);
        PageTableLock.release(flags);
        if (node != 0) {
            CHeap.free(node);
        }
        if (!done) {
            recycle(range, sizeClass);
            return 0;
        }
        return range + AddressSpace.PAGE;
    }

    /** Like {@link #allocate}, but never given back, and independent of the C heap, of which it is a part. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long allocateForever(long bytes) {
        long state = STATE.get().rawValue();
        long flags = PageTableLock.acquire();
        long start = nextRange(state, bytes + AddressSpace.PAGE) + AddressSpace.PAGE;
        boolean done =
                commitLocked(start, bytes, PageAccess.READ | PageAccess.WRITE, PhysicalPages.accountOfSmallBlocks());
        PageTableLock.release(flags);
        return done ? start : 0;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long nextRange(long state, long bytes) {
        long range = Raw.getLong(state, NEXT);
        Raw.putLong(state, NEXT, range + bytes);
        return range;
    }

    /** Takes back a range of {@link #allocate} with the same length. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void free(long start, long bytes) {
        free(start, bytes, BuddyAllocator.OTHERS);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void free(long start, long bytes, int account) {
        release(start, bytes, account);
        recycle(start - AddressSpace.PAGE, sizeClass(bytes));
    }

    /** Without memory for the node the addresses are given up: there are plenty. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void recycle(long range, int sizeClass) {
        long node = CHeap.allocate(NODE_SIZE);
        if (node == 0) {
            return;
        }
        long state = STATE.get().rawValue();
        long flags = PageTableLock.acquire();
        Raw.putLong(node, NODE_ADDRESS, range);
        Raw.putLong(node, NODE_NEXT, Raw.getLong(state, RECYCLED + 8 * sizeClass));
        Raw.putLong(state, RECYCLED + 8 * sizeClass, node);
        PageTableLock.release(flags);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int sizeClass(long bytes) {
        int sizeClass = SMALLEST_CLASS;
        while ((1L << sizeClass) < bytes + AddressSpace.PAGE) {
            sizeClass++;
        }
        return sizeClass;
    }
}
