package dev.ristretto.kernel.machine;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import org.graalvm.word.Pointer;

/**
 * The four-level page tables of the one address space (Intel SDM volume 3, section 4.5).
 *
 * <p>A page is writable or executable, never both. An entry that holds an address without {@link #PRESENT} is a page
 * that is owned but may not be touched (PROT_NONE). Not synchronised: {@link VirtualMemory} holds its lock.
 */
final class PageTables {
    static final long PRESENT = 1;
    static final long WRITABLE = 1 << 1;
    static final long UNCACHED = (1 << 3) | (1 << 4);
    private static final long LARGE = 1 << 7;
    static final long NO_EXECUTE = 1L << 63;
    private static final long ADDRESS = 0x000f_ffff_ffff_f000L;
    private static final long LARGE_PAGE = 1L << 21;

    // Layout of STATE.
    private static final int ROOT = 0;
    private static final int EARLY_NEXT = 8;
    private static final int EARLY_END = 16;
    private static final CGlobalData<Pointer> STATE = CGlobalDataFactory.createBytes(() -> 24);

    private PageTables() {}

    /**
     * Builds the tables of the running kernel out of {@code early} physical memory and switches to them: the direct map
     * of all memory below {@code memoryEnd} and the image with each part's own rights; the low boot code is gone. As a
     * process of Linux the kernel has mapped the first itself and Linux the second; the tables keep account there, no more.
     * Returns the physical address behind the memory used, or 0 if it did not suffice.
     */
    @Uninterruptible(reason = Cpu.KERNEL)
    static long initialize(long early, long earlyEnd, long memoryEnd) {
        long state = STATE.get().rawValue();
        Raw.putLong(state, EARLY_NEXT, early);
        Raw.putLong(state, EARLY_END, earlyEnd);
        long root = newTable();
        Raw.putLong(state, ROOT, root);
        for (long page = 0; page < memoryEnd && !Cpu.isHosted(); page += LARGE_PAGE) {
            long entry = entryFor(AddressSpace.direct(page), 21, true);
            if (entry == 0) {
                return 0;
            }
            Raw.putLong(entry, 0, page | PRESENT | WRITABLE | LARGE | NO_EXECUTE);
        }
        long end = AddressSpace.IMAGE_END.get().rawValue();
        boolean mapped = mapImage(
                        AddressSpace.TEXT_START.get().rawValue(),
                        AddressSpace.TEXT_END.get().rawValue(),
                        PRESENT)
                && mapImage(
                        AddressSpace.RODATA_START.get().rawValue(),
                        AddressSpace.RODATA_END.get().rawValue(),
                        PRESENT | NO_EXECUTE)
                && mapImage(AddressSpace.HEAP_START.get().rawValue(), end, PRESENT | WRITABLE | NO_EXECUTE);
        if (!mapped) {
            return 0;
        }
        Cpu.writeCr3(root);
        long next = Raw.getLong(state, EARLY_NEXT);
        Raw.putLong(state, EARLY_END, 0);
        return next;
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    private static boolean mapImage(long from, long to, long flags) {
        for (long page = AddressSpace.pageDown(from); page < to; page += AddressSpace.PAGE) {
            if (!map(page, page - AddressSpace.IMAGE, flags)) {
                return false;
            }
        }
        return true;
    }

    /** Maps one page; false if there was no memory for a table. The page must not be mapped. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static boolean map(long virtual, long physical, long flags) {
        long entry = entryFor(virtual, AddressSpace.PAGE_SHIFT, true);
        if (entry == 0) {
            return false;
        }
        Raw.putLong(entry, 0, physical | flags);
        return true;
    }

    /** The entry of a page, 0 if the page has none. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static long get(long virtual) {
        long entry = entryFor(virtual, AddressSpace.PAGE_SHIFT, false);
        return entry == 0 ? 0 : Raw.getLong(entry, 0);
    }

    /** Replaces the entry of a page that has a table. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void set(long virtual, long value) {
        Raw.putLong(entryFor(virtual, AddressSpace.PAGE_SHIFT, false), 0, value);
        Cpu.invalidatePage(virtual);
    }

    /** The number of bytes from {@code virtual} to the end of the range that shares its lowest table. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static long tableSpan(long virtual) {
        return LARGE_PAGE - (virtual & (LARGE_PAGE - 1));
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    static boolean hasTable(long virtual) {
        return entryFor(virtual, AddressSpace.PAGE_SHIFT, false) != 0;
    }

    /** Gives back the lowest table of the 2 MiB from {@code virtual} on, none of whose pages is mapped. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void freeTable(long virtual) {
        long entry = entryFor(virtual, 21, false);
        long table = Raw.getLong(entry, 0) & ADDRESS;
        Raw.putLong(entry, 0, 0);
        Cpu.invalidatePage(virtual);
        PhysicalPages.free(table, 0);
    }

    @Uninterruptible(reason = Cpu.INLINED, mayBeInlined = true)
    static long address(long entry) {
        return entry & ADDRESS;
    }

    /** Direct address of the entry at the level that covers {@code 1 << shift} bytes; 0 if a table is missing. */
    @Uninterruptible(reason = Cpu.KERNEL)
    private static long entryFor(long virtual, int shift, boolean create) {
        long table = Raw.getLong(STATE.get().rawValue(), ROOT);
        int level = 39;
        while (true) {
            long entry = AddressSpace.direct(table) + 8 * ((virtual >>> level) & 511);
            if (level == shift) {
                return entry;
            }
            long value = Raw.getLong(entry, 0);
            if (value == 0) {
                if (!create) {
                    return 0;
                }
                long fresh = newTable();
                if (fresh == 0) {
                    return 0;
                }
                value = fresh | PRESENT | WRITABLE;
                Raw.putLong(entry, 0, value);
            }
            table = value & ADDRESS;
            level -= 9;
        }
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    private static long newTable() {
        long state = STATE.get().rawValue();
        long table;
        if (Raw.getLong(state, EARLY_END) != 0) {
            table = Raw.getLong(state, EARLY_NEXT);
            if (table + AddressSpace.PAGE > Raw.getLong(state, EARLY_END)) {
                return 0;
            }
            Raw.putLong(state, EARLY_NEXT, table + AddressSpace.PAGE);
        } else {
            table = PhysicalPages.allocate(0);
            if (table == 0) {
                return 0;
            }
        }
        Cpu.clearPages(AddressSpace.direct(table), AddressSpace.PAGE);
        return table;
    }
}
