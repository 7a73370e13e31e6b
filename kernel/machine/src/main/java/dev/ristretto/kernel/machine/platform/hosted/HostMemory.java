package dev.ristretto.kernel.machine.platform.hosted;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;

/**
 * The memory management unit of a process: what the kernel's page tables say, said to Linux. No page is ever
 * executable.
 */
public final class HostMemory {
    private static final int RIGHTS = HostCalls.PROTECTION_READ | HostCalls.PROTECTION_WRITE;

    private HostMemory() {}

    /** Maps zeroed pages, instead of what was there; false if Linux has no memory. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean map(long start, long bytes, int access) {
        return HostCalls.map(start, bytes, access & RIGHTS) == start;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void unmap(long start, long bytes) {
        HostCalls.unmap(start, bytes);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean protect(long start, long bytes, int access) {
        return HostCalls.protect(start, bytes, access & RIGHTS) == 0;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean move(long from, long bytes, long to) {
        return HostCalls.move(from, bytes, to) == to;
    }
}
