package dev.ristretto.kernel.machine.cpu;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.cpu.x86.PageTableFormat;
import dev.ristretto.kernel.machine.layout.KernelCode;

/**
 * An entry of a page table, as the processor reads it: a physical address and what may be done there. 0 is an entry
 * that maps nothing; one with an address but no rights is a page that is owned and may not be touched (PROT_NONE).
 *
 * <p>A page is writable or executable, never both. Rights are given as bits of {@code PageAccess}.
 */
public final class PageTableEntry {
    /** The shift of an address at the root of the tables, and how many bits of it each level takes. */
    public static final int ROOT_SHIFT = 39;

    public static final int LEVEL_BITS = 9;

    /** The shift of an address at the level whose entries may map a large page instead of a table. */
    public static final int LARGE_SHIFT = 21;

    private PageTableEntry() {}

    /** A page of memory. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long page(long physical, int access) {
        return physical | PageTableFormat.rights(access);
    }

    /** A page of a program in ring 3; here a page may be both writable and executable. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long userPage(long physical, int access) {
        return physical | PageTableFormat.userRights(access);
    }

    /** Whether a program may read the page of an entry, or write to it. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static boolean allows(long entry, boolean write) {
        return PageTableFormat.allows(entry, write);
    }

    /** The same entry, marked as one of several of the same page, or not. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long shared(long entry, boolean mark) {
        return mark ? entry | PageTableFormat.sharedMark() : entry & ~PageTableFormat.sharedMark();
    }

    /** The same entry, by which nothing can be written. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long readOnly(long entry) {
        return PageTableFormat.readOnly(entry);
    }

    /** Whether an entry has that mark. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static boolean isShared(long entry) {
        return (entry & PageTableFormat.sharedMark()) != 0;
    }

    /** A large page of memory. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long largePage(long physical, int access) {
        return physical | PageTableFormat.largeRights(access);
    }

    /** A page of device registers, uncached. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long device(long physical) {
        return physical | PageTableFormat.deviceRights();
    }

    /** The table of the next level. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long table(long physical) {
        return physical | PageTableFormat.tableRights();
    }

    /** The physical address in an entry. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long address(long entry) {
        return PageTableFormat.address(entry);
    }

    /** Has this CPU read the tables under a root, by its physical address. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void use(long root) {
        PageTableFormat.use(root);
    }

    /** Has this CPU read the entry of an address again; others go on using what they remember. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void invalidate(long virtual) {
        PageTableFormat.invalidate(virtual);
    }
}
