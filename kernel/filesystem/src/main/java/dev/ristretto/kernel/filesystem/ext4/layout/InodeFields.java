package dev.ristretto.kernel.filesystem.ext4.layout;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.i32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u32;

/** The numbers in an inode (section 3.3). */
public final class InodeFields {
    public static final int MAP = 0x28;
    public static final int MAP_SIZE = 60;
    public static final int EXTRA = 0x80;

    public static final int KIND = 0170000;
    public static final int DIRECTORY = 0040000;
    public static final int REGULAR = 0100000;
    public static final int SYMBOLIC_LINK = 0120000;
    public static final int CHARACTER_DEVICE = 0020000;
    public static final int BLOCK_DEVICE = 0060000;
    public static final int PIPE = 0010000;
    public static final int SOCKET = 0140000;

    public static final int IMMUTABLE = 0x10;
    public static final int APPEND_ONLY = 0x20;
    public static final int INDEXED = 0x1000;
    public static final int EXTENTS = 0x80000;
    /** What these say is not understood: an encrypted file, one whose contents are in the inode or in attributes. */
    public static final int STRANGE = 0x800 | 1 << 20 | 0x200000 | 0x1000_0000 | 0x4000_0000;

    public static final int ACCESSED = 0x8;
    public static final int CHANGED = 0xC;
    public static final int MODIFIED = 0x10;

    private static final int HUGE = 0x40000;
    private static final int CREATED = 0x90;
    private static final int CREATED_EXTRA = 0x94;
    private static final int CHANGED_EXTRA = 0x84;
    private static final int MODIFIED_EXTRA = 0x88;
    private static final int ACCESSED_EXTRA = 0x8C;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int SECTOR = 512;

    private final byte[] raw;

    /** The numbers in these bytes. */
    public InodeFields(byte[] raw) {
        this.raw = raw;
    }

    /** The bytes of the inode. */
    public byte[] raw() {
        return raw;
    }

    /** Kind and permissions. */
    public int mode() {
        return u16(raw, 0);
    }

    /** Sets kind and permissions. */
    public void setMode(int mode) {
        put16(raw, 0, mode);
    }

    /** The user that owns it. */
    public int user() {
        return u16(raw, 0x78) << 16 | u16(raw, 0x2);
    }

    /** The group that owns it. */
    public int group() {
        return u16(raw, 0x7A) << 16 | u16(raw, 0x18);
    }

    /** Sets the user and the group that own it. */
    public void setOwner(int user, int group) {
        put16(raw, 0x2, user);
        put16(raw, 0x78, user >>> 16);
        put16(raw, 0x18, group);
        put16(raw, 0x7A, group >>> 16);
    }

    /** Bytes of its contents. */
    public long size() {
        return u32(raw, 0x6C) << 32 | u32(raw, 0x4);
    }

    /** Sets the bytes of its contents. */
    public void setSize(long size) {
        put32(raw, 0x4, size);
        put32(raw, 0x6C, size >>> 32);
    }

    /** How many names it has. */
    public int links() {
        return u16(raw, 0x1A);
    }

    /** Sets how many names it has. */
    public void setLinks(int links) {
        put16(raw, 0x1A, links);
    }

    /** All its flags. */
    public int flags() {
        return i32(raw, 0x20);
    }

    /** Sets all its flags. */
    public void setFlags(int flags) {
        put32(raw, 0x20, flags);
    }

    /** Whether one of these flags is set. */
    public boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    /** When it was deleted, or the next one in the list of orphans. */
    public long deleted() {
        return u32(raw, 0x14);
    }

    /** Sets when it was deleted, or the next one in the list of orphans. */
    public void setDeleted(long value) {
        put32(raw, 0x14, value);
    }

    /** What distinguishes it from those that had its number before. */
    public int generation() {
        return i32(raw, 0x64);
    }

    /** Sets what distinguishes it from those that had its number before. */
    public void setGeneration(int value) {
        put32(raw, 0x64, value);
    }

    /** The block that has its extended attributes; 0 if there is none. */
    public long attributeBlock() {
        return (long) u16(raw, 0x76) << 32 | u32(raw, 0x68);
    }

    /** Sets the block that has its extended attributes. */
    public void setAttributeBlock(long block) {
        put32(raw, 0x68, block);
        put16(raw, 0x76, (int) (block >>> 32));
    }

    /** How many blocks of {@code blockSize} bytes it takes, those that only lead to others too. */
    public long blocks(int blockSize) {
        long count = (long) u16(raw, 0x74) << 32 | u32(raw, 0x1C);
        return has(HUGE) ? count : count / (blockSize / SECTOR);
    }

    /** Sets how many blocks it takes; {@code mayBeHuge} is the feature huge_file. */
    public void setBlocks(long blocks, int blockSize, boolean mayBeHuge) {
        long count = blocks * (blockSize / SECTOR);
        boolean huge = mayBeHuge && count >>> 48 != 0;
        long value = huge ? blocks : count;
        setFlags(huge ? flags() | HUGE : flags() & ~HUGE);
        put32(raw, 0x1C, value);
        put16(raw, 0x74, mayBeHuge ? (int) (value >>> 32) : u16(raw, 0x74));
    }

    /** Bytes behind the 128 first ones that are fields. */
    public int extraSize() {
        return raw.length > EXTRA ? u16(raw, EXTRA) : 0;
    }

    /** Sets how many bytes behind the 128 first ones are fields. */
    public void setExtraSize(int size) {
        put16(raw, EXTRA, size);
    }

    /** Nanoseconds since 1970 at one of {@link #ACCESSED}, {@link #CHANGED} and {@link #MODIFIED}. */
    public long time(int field) {
        return time(field, extraOf(field));
    }

    /** Sets one of {@link #ACCESSED}, {@link #CHANGED} and {@link #MODIFIED}. */
    public void setTime(int field, long nanoseconds) {
        setTime(field, extraOf(field), nanoseconds);
    }

    /** When it was made; 0 if there is no room for that. */
    public long created() {
        return hasRoom(CREATED_EXTRA) ? time(CREATED, CREATED_EXTRA) : 0;
    }

    /** Sets when it was made, if there is room for that. */
    public void setCreated(long nanoseconds) {
        if (hasRoom(CREATED_EXTRA)) {
            setTime(CREATED, CREATED_EXTRA, nanoseconds);
        }
    }

    private static int extraOf(int field) {
        return switch (field) {
            case ACCESSED -> ACCESSED_EXTRA;
            case CHANGED -> CHANGED_EXTRA;
            default -> MODIFIED_EXTRA;
        };
    }

    /** Section 3.3.4: two bits more of seconds, and nanoseconds. */
    private long time(int field, int extraField) {
        long seconds = i32(raw, field);
        long extra = hasRoom(extraField) ? u32(raw, extraField) : 0;
        seconds += (extra & 3) << 32;
        return seconds * NANOS_PER_SECOND + Math.min(extra >>> 2, NANOS_PER_SECOND - 1);
    }

    private void setTime(int field, int extraField, long nanoseconds) {
        long seconds = Math.floorDiv(nanoseconds, NANOS_PER_SECOND);
        put32(raw, field, seconds);
        if (hasRoom(extraField)) {
            long epoch = (seconds - (int) seconds) >> 32 & 3;
            put32(raw, extraField, Math.floorMod(nanoseconds, NANOS_PER_SECOND) << 2 | epoch);
        }
    }

    private boolean hasRoom(int field) {
        return EXTRA + extraSize() >= field + Integer.BYTES && raw.length >= field + Integer.BYTES;
    }
}
