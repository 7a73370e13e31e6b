package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;
import org.graalvm.word.Pointer;

/** {@code hvm_memmap_table_entry} of the same: a region of physical memory. */
public final class MemoryMapEntry {
    private static final int START = 0;
    private static final int LENGTH = 8;
    private static final int TYPE = 16;

    /** The type of memory that may be used. */
    public static final int RAM = 1;

    /** Bytes. */
    public static final int SIZE = 24;

    private MemoryMapEntry() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long start(Pointer entry) {
        return Raw.getLong(entry, START);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long length(Pointer entry) {
        return Raw.getLong(entry, LENGTH);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int type(Pointer entry) {
        return Raw.getInt(entry, TYPE);
    }

    /** Writes a region of usable memory. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void set(Pointer entry, long start, long length) {
        Raw.putLong(entry, START, start);
        Raw.putLong(entry, LENGTH, length);
        Raw.putInt(entry, TYPE, RAM);
    }
}
