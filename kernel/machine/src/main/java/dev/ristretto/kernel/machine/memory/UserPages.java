package dev.ristretto.kernel.machine.memory;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.PageTableEntry;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;

/**
 * The pages of programs in ring 3. Nobody else changes entries below the root of a space in the parts that are the
 * program's.
 *
 * <p>A page that several addresses have is marked in each of their entries; who counts them is the caller.
 */
public final class UserPages {
    /** Result of {@link #release} when all is done. */
    public static final long DONE = 0;

    private UserPages() {}

    /** Backs a page, which must have nothing, with a zeroed one; false if there is no memory. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean back(long root, long page, int access, byte[] content, int length) {
        long physical = take();
        if (physical == 0) {
            return false;
        }
        if (length < AddressSpace.PAGE) {
            Cpu.clearPages(AddressSpace.direct(physical), AddressSpace.PAGE);
        }
        if (length > 0) {
            Cpu.copy(AddressSpace.direct(physical), UserCopies.address(content, 0), length);
        }
        long flags = PageTableLock.acquire();
        boolean mapped = PageTables.get(root, page) == 0
                && PageTables.map(root, page, PageTableEntry.userPage(physical, access), BuddyAllocator.OTHERS);
        PageTableLock.release(flags);
        if (!mapped) {
            PhysicalPages.takeBack(physical, BuddyAllocator.OTHERS);
        }
        return mapped;
    }

    /** A space without pages: the root of its tables, 0 if there is no memory. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long newRoot() {
        return UserRoots.make();
    }

    /** Gives back a space without pages. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void freeRoot(long root) {
        UserRoots.free(root);
    }

    /**
     * Gives an address the page that another one has, below another root or the same; false if that has none or there
     * is no memory for tables.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean share(long root, long page, long owner, long existing, int access) {
        long flags = PageTableLock.acquire();
        long entry = PageTables.get(owner, existing);
        boolean done = entry != 0
                && PageTables.map(
                        root,
                        page,
                        PageTableEntry.shared(PageTableEntry.userPage(PageTableEntry.address(entry), access), true),
                        BuddyAllocator.OTHERS);
        if (done) {
            PageTables.set(owner, existing, PageTableEntry.shared(entry, true));
            StalePages.changed(owner);
        }
        PageTableLock.release(flags);
        return done;
    }

    /**
     * Gives another space, which has nothing there, those pages of a range that are there, as many as an array can tell
     * of.
     *
     * @param copied whether nobody may write to them from now on, until it has a page of its own ({@link #replace})
     * @param told gets the physical address of each at its end, behind how many there are, at index 0, and where to go
     *     on, at index 1; {@link #DONE} there if there was no memory for tables
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void shareWith(long root, long other, long start, long end, boolean copied, long[] told) {
        long page = start;
        int count = 0;
        boolean done = true;
        while (page < end && done && 2 + count < told.length) {
            long flags = PageTableLock.acquire();
            long without = PageTables.bytesWithoutTable(root, page);
            if (without == 0) {
                long entry = PageTables.get(root, page);
                if (entry != 0) {
                    long shared = PageTableEntry.shared(copied ? PageTableEntry.readOnly(entry) : entry, true);
                    done = PageTables.map(other, page, shared, BuddyAllocator.OTHERS);
                    if (done) {
                        PageTables.set(root, page, shared);
                        StalePages.changed(root);
                        told[2 + count] = PageTableEntry.address(entry);
                        count++;
                    }
                }
                page += AddressSpace.PAGE;
            } else {
                page = spanEnd(page, without, end);
            }
            PageTableLock.release(flags);
        }
        told[0] = count;
        told[1] = done ? page : DONE;
    }

    /** Sets the rights of a page that is nobody else's any more. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void own(long root, long page, int access) {
        long flags = PageTableLock.acquire();
        long entry = PageTables.get(root, page);
        if (entry != 0) {
            PageTables.set(root, page, PageTableEntry.userPage(PageTableEntry.address(entry), access));
            StalePages.changed(root);
        }
        PageTableLock.release(flags);
    }

    /** Puts a copy in the place of a page that others have too; false if there is no memory. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean replace(long root, long page, int access) {
        long physical = take();
        if (physical == 0) {
            return false;
        }
        long flags = PageTableLock.acquire();
        long entry = PageTables.get(root, page);
        Cpu.copy(AddressSpace.direct(physical), AddressSpace.direct(PageTableEntry.address(entry)), AddressSpace.PAGE);
        PageTables.set(root, page, PageTableEntry.userPage(physical, access));
        StalePages.changed(root);
        PageTableLock.release(flags);
        return true;
    }

    /** A page with whatever it held last: its physical address, 0 if programs have to do with what they have. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long take() {
        return PhysicalPages.hasSpare(AddressSpace.PAGE) ? PhysicalPages.allocate(0) : 0;
    }

    /** Whether a page is marked as one that others have too. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean isShared(long root, long page) {
        long flags = PageTableLock.acquire();
        long entry = PageTables.get(root, page);
        PageTableLock.release(flags);
        return PageTableEntry.isShared(entry);
    }

    /** The physical address of the page at an address, 0 if there is none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long physical(long root, long page) {
        long flags = PageTableLock.acquire();
        long entry = PageTables.get(root, page);
        PageTableLock.release(flags);
        return PageTableEntry.address(entry);
    }

    /**
     * Changes the rights of those pages of a range that are there.
     *
     * @param writesShared whether also pages that are marked as shared may become writable
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void protect(long root, long start, long end, int access, boolean writesShared) {
        long page = start;
        while (page < end) {
            long flags = PageTableLock.acquire();
            long without = PageTables.bytesWithoutTable(root, page);
            long spanEnd = spanEnd(page, without, end);
            if (without == 0) {
                for (; page < spanEnd; page += AddressSpace.PAGE) {
                    long entry = PageTables.get(root, page);
                    if (entry != 0) {
                        long fresh = PageTableEntry.userPage(PageTableEntry.address(entry), access);
                        if (PageTableEntry.isShared(entry)) {
                            fresh = PageTableEntry.shared(writesShared ? fresh : PageTableEntry.readOnly(fresh), true);
                        }
                        PageTables.set(root, page, fresh);
                        StalePages.changed(root);
                    }
                }
            }
            PageTableLock.release(flags);
            page = spanEnd;
        }
    }

    /**
     * Gives back those pages of a range that are there, up to the first that is marked as shared, whose entry is taken
     * away only.
     *
     * @param count gets how many pages were given back, at index 0, and where to go on, at index 1
     * @return the physical address of the shared page, or {@link #DONE}
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long release(long root, long start, long end, long[] count) {
        long page = start;
        long released = 0;
        while (page < end) {
            long spanStart = page;
            long flags = PageTableLock.acquire();
            long without = PageTables.bytesWithoutTable(root, page);
            long spanEnd = spanEnd(page, without, end);
            if (without == 0) {
                for (; page < spanEnd; page += AddressSpace.PAGE) {
                    long entry = PageTables.get(root, page);
                    if (entry != 0) {
                        PageTables.set(root, page, 0);
                        StalePages.changed(root);
                        if (PageTableEntry.isShared(entry)) {
                            PageTableLock.release(flags);
                            count[0] = released;
                            count[1] = page + AddressSpace.PAGE;
                            return PageTableEntry.address(entry);
                        }
                        StalePages.takeBack(PageTableEntry.address(entry), BuddyAllocator.OTHERS);
                        released++;
                    }
                }
                if (spanEnd - spanStart == 1L << PageTableEntry.LARGE_SHIFT) {
                    PageTables.freeTable(root, spanStart, BuddyAllocator.OTHERS);
                }
            }
            PageTableLock.release(flags);
            page = spanEnd;
        }
        count[0] = released;
        count[1] = end;
        return DONE;
    }

    /** Gives back a page that no address has any more. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void free(long physical) {
        PhysicalPages.takeBack(physical, BuddyAllocator.OTHERS);
    }

    /**
     * Moves those pages of a range that are there to a range where none are; false if there is no memory for tables,
     * when all are where they were.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean move(long root, long from, long bytes, long to) {
        for (long offset = 0; offset < bytes; offset += AddressSpace.PAGE) {
            if (!moveOne(root, from + offset, to + offset)) {
                for (long back = 0; back < offset; back += AddressSpace.PAGE) {
                    // Never without memory: the tables are still there.
                    boolean unused = moveOne(root, to + back, from + back);
                }
                return false;
            }
        }
        return true;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean moveOne(long root, long from, long to) {
        long flags = PageTableLock.acquire();
        long entry = PageTables.get(root, from);
        boolean done = entry == 0 || PageTables.map(root, to, entry, BuddyAllocator.OTHERS);
        if (done && entry != 0) {
            PageTables.set(root, from, 0);
            StalePages.changed(root);
        }
        PageTableLock.release(flags);
        return done;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long spanEnd(long page, long without, long end) {
        long spanEnd = page + (without == 0 ? PageTables.tableSpan(page) : without);
        return spanEnd < end ? spanEnd : end;
    }
}
