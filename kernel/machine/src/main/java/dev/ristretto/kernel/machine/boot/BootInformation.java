package dev.ristretto.kernel.machine.boot;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.Pointer;

/**
 * What the hypervisor says at boot: {@code hvm_start_info} and {@code hvm_memmap_table_entry} of Xen's
 * {@code public/arch-x86/hvm/start_info.h}, which PVH defines.
 *
 * <p>It lies below 1 MiB, memory that the kernel leaves alone, so it stays valid.
 */
final class BootInformation {
    private static final int MAGIC = 0x336e_c578;
    private static final int VERSION = 4;
    private static final int COMMAND_LINE = 24;
    private static final int MEMORY_MAP = 40;
    private static final int MEMORY_MAP_ENTRIES = 48;
    private static final int ENTRY_SIZE = 24;
    private static final int ENTRY_LENGTH = 8;
    private static final int ENTRY_TYPE = 16;
    private static final int RAM = 1;
    private static final int MOST_ENTRIES = 128;
    /** Memory below this belongs to firmware and boot information. */
    private static final long LOW = 1L << 20;

    private static final CGlobalData<Pointer> START_INFO = CGlobalDataFactory.createBytes(() -> 8);

    private BootInformation() {}

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void initialize(long physical) {
        Raw.putLong(START_INFO.get().rawValue(), 0, AddressSpace.direct(physical));
    }

    /** How many regions of memory there are, of any kind; 0 if the boot information is not what PVH says. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static int regions() {
        long info = Raw.getLong(START_INFO.get().rawValue(), 0);
        if (Raw.getInt(info, 0) != MAGIC || Raw.getInt(info, VERSION) < 1) {
            return 0;
        }
        int entries = Raw.getInt(info, MEMORY_MAP_ENTRIES);
        return entries < 0 || entries > MOST_ENTRIES ? 0 : entries;
    }

    /** First usable physical address of a region. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long regionStart(int region) {
        long start = Raw.getLong(entry(region), 0);
        return start < LOW ? LOW : start;
    }

    /** The physical address behind a region; not above its start if the region is not usable memory. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long regionEndOf(int region) {
        long entry = entry(region);
        return Raw.getInt(entry, ENTRY_TYPE) == RAM ? Raw.getLong(entry, 0) + Raw.getLong(entry, ENTRY_LENGTH) : 0;
    }

    /** The physical address behind the last byte of memory. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long memoryEnd() {
        long end = 0;
        for (int region = 0; region < regions(); region++) {
            long regionEnd = regionEndOf(region);
            if (regionEnd > end) {
                end = regionEnd;
            }
        }
        return end;
    }

    /** The end of the region that holds a physical address, but at most 1 GiB, which boot.S has mapped; 0 if none does. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long regionEnd(long physical) {
        for (int region = 0; region < regions(); region++) {
            long end = regionEndOf(region);
            if (regionStart(region) <= physical && physical < end) {
                return end < 1L << 30 ? end : 1L << 30;
            }
        }
        return 0;
    }

    /** Direct address of the command line, a C string; 0 if there is none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long commandLine() {
        long physical = Raw.getLong(Raw.getLong(START_INFO.get().rawValue(), 0), COMMAND_LINE);
        return physical == 0 ? 0 : AddressSpace.direct(physical);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long entry(int region) {
        long map = Raw.getLong(Raw.getLong(START_INFO.get().rawValue(), 0), MEMORY_MAP);
        return AddressSpace.direct(map) + (long) ENTRY_SIZE * region;
    }
}
