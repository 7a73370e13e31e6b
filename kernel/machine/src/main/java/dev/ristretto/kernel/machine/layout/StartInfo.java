package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;
import org.graalvm.word.Pointer;

/**
 * {@code hvm_start_info} of Xen's {@code public/arch-x86/hvm/start_info.h}, which PVH defines; addresses are physical.
 */
public final class StartInfo {
    private static final int SIGNATURE = 0;
    private static final int VERSION = 4;
    private static final int MODULES = 12;
    private static final int MODULE_LIST = 16;
    private static final int COMMAND_LINE = 24;
    private static final int ROOT_POINTER = 32;
    private static final int MEMORY_MAP = 40;
    private static final int MEMORY_MAP_ENTRIES = 48;

    public static final int MAGIC = 0x336e_c578;

    /** Bytes of version 1. */
    public static final int SIZE = 56;

    private StartInfo() {}

    /** {@link #MAGIC}. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int signature(Pointer info) {
        return Raw.getInt(info, SIGNATURE);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int version(Pointer info) {
        return Raw.getInt(info, VERSION);
    }

    /** How many files the hypervisor has loaded besides the kernel. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int modules(Pointer info) {
        return Raw.getInt(info, MODULES);
    }

    /** {@link ModuleEntry}s one behind the other. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long moduleList(Pointer info) {
        return Raw.getLong(info, MODULE_LIST);
    }

    /** A C string; 0 if there is none. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long commandLine(Pointer info) {
        return Raw.getLong(info, COMMAND_LINE);
    }

    /** ACPI's root pointer, 0 if the hypervisor does not know one. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long rootPointer(Pointer info) {
        return Raw.getLong(info, ROOT_POINTER);
    }

    /** Entries one behind the other. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long memoryMap(Pointer info) {
        return Raw.getLong(info, MEMORY_MAP);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int memoryMapEntries(Pointer info) {
        return Raw.getInt(info, MEMORY_MAP_ENTRIES);
    }

    /** Writes version 1 over zeroed memory; addresses are physical. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void set(Pointer info, long commandLine, long memoryMap, int memoryMapEntries) {
        Raw.putInt(info, SIGNATURE, MAGIC);
        Raw.putInt(info, VERSION, 1);
        Raw.putLong(info, COMMAND_LINE, commandLine);
        Raw.putLong(info, MEMORY_MAP, memoryMap);
        Raw.putInt(info, MEMORY_MAP_ENTRIES, memoryMapEntries);
    }
}
