package dev.ristretto.kernel.personality.linux.memory;

/** Flags of mmap(2) and its relatives on x86-64 (include/uapi/linux/mman.h, asm-generic/mman-common.h). */
public final class MapFlags {
    // How changes are seen: one of these in the lowest four bits.
    public static final int SHARED = 0x01;
    public static final int PRIVATE = 0x02;
    public static final int SHARED_VALIDATE = 0x03;
    public static final int TYPE = 0x0f;

    public static final int FIXED = 0x10;
    public static final int ANONYMOUS = 0x20;

    /** Below 2 GiB (MAP_32BIT). */
    public static final int LOW_32_BIT = 0x40;

    public static final int GROWS_DOWN = 0x100;
    public static final int LOCKED = 0x2000;
    public static final int NO_RESERVE = 0x4000;
    public static final int POPULATE = 0x8000;
    public static final int NON_BLOCK = 0x1_0000;
    public static final int STACK = 0x2_0000;
    public static final int HUGE_TABLE = 0x4_0000;
    public static final int FIXED_NO_REPLACE = 1 << 20;

    /** What MAP_SHARED_VALIDATE accepts (LEGACY_MAP_MASK in include/linux/mman.h). */
    static final int KNOWN = 0x7c07_f9f3;

    // Of mremap(2).
    public static final int MOVE_MAY = 1;
    public static final int MOVE_FIXED = 2;

    // Of msync(2).
    public static final int SYNC_ASYNCHRONOUS = 1;
    public static final int SYNC_INVALIDATE = 2;
    public static final int SYNC_SYNCHRONOUS = 4;

    // Of mprotect(2), beside those of PageAccess; the first one is for semaphores and means nothing here.
    static final int PROTECT_SEMAPHORE = 0x8;
    static final int PROTECT_GROWS_DOWN = 0x0100_0000;
    static final int PROTECT_GROWS_UP = 0x0200_0000;

    private MapFlags() {}
}
