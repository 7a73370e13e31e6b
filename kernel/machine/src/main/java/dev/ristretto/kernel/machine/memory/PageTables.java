package dev.ristretto.kernel.machine.memory;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.PageTableEntry;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.platform.Platform;
import org.graalvm.word.Pointer;

/**
 * The page tables of an address space, of {@link PageTableEntry} each: the kernel's own, and those below the roots of
 * programs ({@link UserRoots}). Not synchronised: {@link PageTableLock} is held.
 */
public final class PageTables {
    private static final long LARGE_PAGE = 1L << PageTableEntry.LARGE_SHIFT;
    private static final long INDEX = (1L << PageTableEntry.LEVEL_BITS) - 1;

    // Layout of STATE.
    private static final int ROOT = 0;
    private static final int EARLY_NEXT = 8;
    private static final int EARLY_END = 16;
    private static final CGlobalData<Pointer> STATE = createBytes(() -> 24);

    private PageTables() {}

    /**
     * Builds the tables of the running kernel out of {@code early} physical memory and switches to them: the direct map
     * of all memory below {@code memoryEnd} and the image with each part's own rights; the low boot code is gone. Where
     * the platform provides pages both are mapped already; the tables keep account there, no more. Returns the physical
     * address behind the memory used, or 0 if it did not suffice.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long initialize(long early, long earlyEnd, long memoryEnd) {
        long state = STATE.get().rawValue();
        Raw.putLong(state, EARLY_NEXT, early);
        Raw.putLong(state, EARLY_END, earlyEnd);
        long root = newTable(BuddyAllocator.PROMISE);
        Raw.putLong(state, ROOT, root);
        for (long page = 0; page < memoryEnd && !Platform.providesPages(); page += LARGE_PAGE) {
            long entry =
                    entryFor(root, AddressSpace.direct(page), PageTableEntry.LARGE_SHIFT, true, BuddyAllocator.PROMISE);
            if (entry == 0) {
                return 0;
            }
            Raw.putLong(entry, 0, PageTableEntry.largePage(page, PageAccess.READ | PageAccess.WRITE));
        }
        long end = AddressSpace.IMAGE_END.get().rawValue();
        boolean mapped = mapImage(
                        AddressSpace.TEXT_START.get().rawValue(),
                        AddressSpace.TEXT_END.get().rawValue(),
                        PageAccess.READ | PageAccess.EXECUTE)
                && mapImage(
                        AddressSpace.RODATA_START.get().rawValue(),
                        AddressSpace.RODATA_END.get().rawValue(),
                        PageAccess.READ)
                && mapImage(AddressSpace.HEAP_START.get().rawValue(), end, PageAccess.READ | PageAccess.WRITE);
        if (!mapped) {
            return 0;
        }
        PageTableEntry.use(root);
        long next = Raw.getLong(state, EARLY_NEXT);
        Raw.putLong(state, EARLY_END, 0);
        return next;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean mapImage(long from, long to, int access) {
        long page = AddressSpace.pageDown(from);
        while (page < to) {
            long entry = entryFor(root(), page, AddressSpace.PAGE_SHIFT, true, BuddyAllocator.PROMISE);
            if (entry == 0) {
                return false;
            }
            long spanEnd = page + tableSpan(page) < to ? page + tableSpan(page) : to;
            for (; page < spanEnd; page += AddressSpace.PAGE) {
                Raw.putLong(entry, 0, PageTableEntry.page(page - AddressSpace.IMAGE, access));
                entry += Long.BYTES;
            }
        }
        return true;
    }

    /** The root of the kernel's own tables. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long root() {
        return Raw.getLong(STATE.get().rawValue(), ROOT);
    }

    /** Writes the entry of a page of the kernel; false if there was no memory for a table. It must not be mapped. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean map(long virtual, long value) {
        return map(root(), virtual, value, BuddyAllocator.PROMISE);
    }

    /** The same below another root, where tables are taken on an account. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean map(long root, long virtual, long value, int account) {
        long entry = entryFor(root, virtual, AddressSpace.PAGE_SHIFT, true, account);
        if (entry == 0) {
            return false;
        }
        Raw.putLong(entry, 0, value);
        return true;
    }

    /** The entry of a page, 0 if the page has none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long get(long virtual) {
        return get(root(), virtual);
    }

    /** The same below another root. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long get(long root, long virtual) {
        long entry = entryOf(root, virtual, AddressSpace.PAGE_SHIFT);
        return entry == 0 ? 0 : Raw.getLong(entry, 0);
    }

    /** Replaces the entry of a page that has a table; {@link StalePages#changed} is for the caller to say, once. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void set(long virtual, long value) {
        set(root(), virtual, value);
    }

    /** The same below another root. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void set(long root, long virtual, long value) {
        Raw.putLong(entryOf(root, virtual, AddressSpace.PAGE_SHIFT), 0, value);
        PageTableEntry.invalidate(virtual);
    }

    /** The number of bytes from {@code virtual} to the end of the range that shares its lowest table. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long tableSpan(long virtual) {
        return LARGE_PAGE - (virtual & (LARGE_PAGE - 1));
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean hasTable(long virtual) {
        return hasTable(root(), virtual);
    }

    /** The same below another root. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean hasTable(long root, long virtual) {
        return entryOf(root, virtual, AddressSpace.PAGE_SHIFT) != 0;
    }

    /** How many bytes from a page on have no tables, at least; 0 if the page has one. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long bytesWithoutTable(long root, long virtual) {
        for (int shift = PageTableEntry.ROOT_SHIFT;
                shift >= PageTableEntry.LARGE_SHIFT;
                shift -= PageTableEntry.LEVEL_BITS) {
            if (Raw.getLong(entryOf(root, virtual, shift), 0) == 0) {
                return (1L << shift) - (virtual & (1L << shift) - 1);
            }
        }
        return 0;
    }

    /** Gives back the lowest table of the 2 MiB from {@code virtual} on, none of whose pages is mapped. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void freeTable(long virtual) {
        freeTable(root(), virtual, BuddyAllocator.PROMISE);
    }

    /** The same below another root, of a table that was taken on an account. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void freeTable(long root, long virtual, int account) {
        long entry = entryOf(root, virtual, PageTableEntry.LARGE_SHIFT);
        long table = PageTableEntry.address(Raw.getLong(entry, 0));
        Raw.putLong(entry, 0, 0);
        PageTableEntry.invalidate(virtual);
        StalePages.takeBackTable(table, account);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long entryOf(long root, long virtual, int shift) {
        return entryFor(root, virtual, shift, false, BuddyAllocator.PROMISE);
    }

    /** Direct address of the entry at the level that covers {@code 1 << shift} bytes; 0 if a table is missing. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long entryFor(long root, long virtual, int shift, boolean create, int account) {
        long table = root;
        int level = PageTableEntry.ROOT_SHIFT;
        while (true) {
            long entry = AddressSpace.direct(table) + 8 * ((virtual >>> level) & INDEX);
            if (level == shift) {
                return entry;
            }
            long value = Raw.getLong(entry, 0);
            if (value == 0) {
                if (!create) {
                    return 0;
                }
                long fresh = newTable(account);
                if (fresh == 0) {
                    return 0;
                }
                value = PageTableEntry.table(fresh);
                Raw.putLong(entry, 0, value);
                if (level == PageTableEntry.ROOT_SHIFT && root == root()) {
                    UserRoots.add((int) ((virtual >>> level) & INDEX), value);
                }
            }
            table = PageTableEntry.address(value);
            level -= PageTableEntry.LEVEL_BITS;
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long newTable(int account) {
        long state = STATE.get().rawValue();
        long table;
        if (Raw.getLong(state, EARLY_END) != 0) {
            table = Raw.getLong(state, EARLY_NEXT);
            if (table + AddressSpace.PAGE > Raw.getLong(state, EARLY_END)) {
                return 0;
            }
            Raw.putLong(state, EARLY_NEXT, table + AddressSpace.PAGE);
        } else {
            table = PhysicalPages.allocateTable(account);
            if (table == 0) {
                return 0;
            }
        }
        Cpu.clearPages(AddressSpace.direct(table), AddressSpace.PAGE);
        return table;
    }
}
