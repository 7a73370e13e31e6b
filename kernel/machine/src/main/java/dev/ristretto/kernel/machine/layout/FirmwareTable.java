package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;

/**
 * What firmware says of the machine (ACPI 6.4): the root pointer (section 5.2.5.3), tables (5.2.6 to 5.2.8) and the
 * entries of the Multiple APIC Description Table (5.2.12). Tables are given by their virtual addresses, and tell
 * physical ones.
 */
public final class FirmwareTable {
    /** Signatures, as they are read. */
    public static final long ROOT_POINTER = 0x2052_5450_2044_5352L; // "RSD PTR "

    public static final int PROCESSORS = 0x4349_5041; // "APIC"

    /** Kinds of entries: a processor with a number of a byte, and one with a number of four. */
    public static final int PROCESSOR = 0;

    public static final int LARGE_PROCESSOR = 9;

    public static final int ROOT_POINTER_SIZE = 36;
    public static final int HEADER = 36;
    public static final int FIRST_ENTRY = 44;

    private static final int REVISION = 15;
    private static final int SHORT_ROOT = 16;
    private static final int LONG_ROOT = 24;
    private static final int ENABLED = 1;

    private FirmwareTable() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long rootSignature(long pointer) {
        return Raw.getLong(pointer, 0);
    }

    /** How many bytes each address in the root table has: 4 or 8. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static int addressBytes(long pointer) {
        boolean large = Raw.getByte(pointer + REVISION) >= 2 && Raw.getLong(pointer, LONG_ROOT) != 0;
        return large ? Long.BYTES : Integer.BYTES;
    }

    /** The physical address of the root table. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long root(long pointer) {
        return addressBytes(pointer) == Long.BYTES
                ? Raw.getLong(pointer, LONG_ROOT)
                : Raw.getInt(pointer, SHORT_ROOT) & 0xffff_ffffL;
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int signature(long table) {
        return Raw.getInt(table, 0);
    }

    /** Bytes, with the header. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long length(long table) {
        return Raw.getInt(table, 4) & 0xffff_ffffL;
    }

    /** The physical address at an offset of the root table. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long address(long table, int offset, int bytes) {
        return bytes == Long.BYTES ? Raw.getLong(table, offset) : Raw.getInt(table, offset) & 0xffff_ffffL;
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int entryKind(long entry) {
        return Raw.getByte(entry);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int entryLength(long entry) {
        return Raw.getByte(entry + 1);
    }

    /** The number by which interrupts reach the processor of an entry; -1 if it is none that can be used. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long processor(long entry) {
        boolean large = entryKind(entry) == LARGE_PROCESSOR;
        if (!large && entryKind(entry) != PROCESSOR) {
            return -1;
        }
        if (entryLength(entry) < (large ? 16 : 8) || (Raw.getInt(entry, large ? 8 : 4) & ENABLED) == 0) {
            return -1;
        }
        return large ? Raw.getInt(entry, 4) & 0xffff_ffffL : Raw.getByte(entry + 3);
    }
}
