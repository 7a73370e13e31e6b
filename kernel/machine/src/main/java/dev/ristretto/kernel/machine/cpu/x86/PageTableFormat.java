package dev.ristretto.kernel.machine.cpu.x86;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.PageAccess;

/** Entries of the four-level page tables (Intel SDM volume 3, section 4.5). */
public final class PageTableFormat {
    private static final long PRESENT = 1;
    private static final long WRITABLE = 1 << 1;
    private static final long USER = 1 << 2;
    private static final long UNCACHED = (1 << 3) | (1 << 4);
    private static final long LARGE = 1 << 7;
    private static final long SHARED = 1 << 9;
    private static final long NO_EXECUTE = 1L << 63;
    private static final long ADDRESS = 0x000f_ffff_ffff_f000L;

    private PageTableFormat() {}

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long rights(int access) {
        if (access == PageAccess.NONE) {
            return NO_EXECUTE;
        }
        long rights = PRESENT;
        if ((access & PageAccess.WRITE) != 0) {
            rights |= WRITABLE;
        }
        if ((access & PageAccess.EXECUTE) == 0 || (access & PageAccess.WRITE) != 0) {
            rights |= NO_EXECUTE;
        }
        return rights;
    }

    /** Of a page of a program, which may also be writable and executable. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long userRights(int access) {
        if (access == PageAccess.NONE) {
            return NO_EXECUTE;
        }
        long rights = PRESENT | USER;
        if ((access & PageAccess.WRITE) != 0) {
            rights |= WRITABLE;
        }
        if ((access & PageAccess.EXECUTE) == 0) {
            rights |= NO_EXECUTE;
        }
        return rights;
    }

    /** Whether a program may read a page, or write to it. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static boolean allows(long entry, boolean write) {
        long rights = PRESENT | USER | (write ? WRITABLE : 0);
        return (entry & rights) == rights;
    }

    /** An entry without the right to write. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long readOnly(long entry) {
        return entry & ~WRITABLE;
    }

    /** A mark that the processor does not look at: others have the same page. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long sharedMark() {
        return SHARED;
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long largeRights(int access) {
        return rights(access) | LARGE;
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long deviceRights() {
        return PRESENT | WRITABLE | NO_EXECUTE | UNCACHED;
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long tableRights() {
        // What a program may touch is said by the entries of its pages.
        return PRESENT | WRITABLE | USER;
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long address(long entry) {
        return entry & ADDRESS;
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void use(long root) {
        Instructions.writeCr3(root);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void invalidate(long virtual) {
        Instructions.invalidatePage(virtual);
    }
}
