package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;
import org.graalvm.word.Pointer;

/** {@code hvm_modlist_entry} of the same: a file in physical memory. */
public final class ModuleEntry {
    private static final int START = 0;
    private static final int LENGTH = 8;

    /** Bytes. */
    public static final int SIZE = 32;

    private ModuleEntry() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long start(Pointer entry) {
        return Raw.getLong(entry, START);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long length(Pointer entry) {
        return Raw.getLong(entry, LENGTH);
    }
}
