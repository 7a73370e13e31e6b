package dev.ristretto.kernel.filesystem.ext4.layout;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.put16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u32;

/** What is known of one group of blocks (section 3.2): numbers in 32 or 64 bytes. */
public final class GroupDescriptor {
    public static final int INODES_UNINITIALIZED = 1;
    public static final int BLOCKS_UNINITIALIZED = 2;
    public static final int TABLE_ZEROED = 4;

    public static final int CHECKSUM = 0x1E;

    private static final int WIDE = 64;

    private final int group;
    private final byte[] bytes;
    private final int base;
    private final boolean wide;

    /** The descriptor at {@code base}, of {@code size} bytes. */
    public GroupDescriptor(int group, byte[] bytes, int base, int size) {
        this.group = group;
        this.bytes = bytes;
        this.base = base;
        wide = size >= WIDE;
    }

    /** Which group it is. */
    public int group() {
        return group;
    }

    /** What it is in. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where it begins. */
    public int base() {
        return base;
    }

    /** The block that has a bit for each block. */
    public long blockBitmap() {
        return block(0x0, 0x20);
    }

    /** The block that has a bit for each inode. */
    public long inodeBitmap() {
        return block(0x4, 0x24);
    }

    /** The first block of the inodes. */
    public long inodeTable() {
        return block(0x8, 0x28);
    }

    /** Sets where the group's own blocks are, of a new file system. */
    public void place(long blockBitmap, long inodeBitmap, long inodeTable, int flags) {
        putBlock(0x0, 0x20, blockBitmap);
        putBlock(0x4, 0x24, inodeBitmap);
        putBlock(0x8, 0x28, inodeTable);
        put16(bytes, base + 0x12, flags);
    }

    private void putBlock(int low, int high, long block) {
        put32(bytes, base + low, block);
        put32(bytes, base + high, block >>> 32);
    }

    /** How many blocks are free. */
    public int freeBlocks() {
        return count(0xC, 0x2C);
    }

    /** Sets how many blocks are free. */
    public void setFreeBlocks(int value) {
        setCount(0xC, 0x2C, value);
    }

    /** How many inodes are free. */
    public int freeInodes() {
        return count(0xE, 0x2E);
    }

    /** Sets how many inodes are free. */
    public void setFreeInodes(int value) {
        setCount(0xE, 0x2E, value);
    }

    /** How many inodes are directories. */
    public int directories() {
        return count(0x10, 0x30);
    }

    /** Sets how many inodes are directories. */
    public void setDirectories(int value) {
        setCount(0x10, 0x30, value);
    }

    /** How many inodes at the end of the table were never used. */
    public int unusedInodes() {
        return count(0x1C, 0x32);
    }

    /** Sets how many inodes at the end of the table were never used. */
    public void setUnusedInodes(int value) {
        setCount(0x1C, 0x32, value);
    }

    /** Whether a flag is set. */
    public boolean has(int flag) {
        return (u16(bytes, base + 0x12) & flag) != 0;
    }

    /** Clears a flag. */
    public void clear(int flag) {
        put16(bytes, base + 0x12, u16(bytes, base + 0x12) & ~flag);
    }

    /** Whether that is the checksum of the bits of blocks. */
    public boolean blockBitmapMatches(int checksum) {
        return matches(0x18, 0x38, checksum);
    }

    /** Sets the checksum of the bits of blocks. */
    public void setBlockBitmapChecksum(int checksum) {
        setChecksum(0x18, 0x38, checksum);
    }

    /** Whether that is the checksum of the bits of inodes. */
    public boolean inodeBitmapMatches(int checksum) {
        return matches(0x1A, 0x3A, checksum);
    }

    /** Sets the checksum of the bits of inodes. */
    public void setInodeBitmapChecksum(int checksum) {
        setChecksum(0x1A, 0x3A, checksum);
    }

    /** Its own checksum. */
    public int checksum() {
        return u16(bytes, base + CHECKSUM);
    }

    /** Sets its own checksum. */
    public void setChecksum(int value) {
        put16(bytes, base + CHECKSUM, value);
    }

    private long block(int low, int high) {
        return wide ? u32(bytes, base + high) << 32 | u32(bytes, base + low) : u32(bytes, base + low);
    }

    private int count(int low, int high) {
        return wide ? u16(bytes, base + high) << 16 | u16(bytes, base + low) : u16(bytes, base + low);
    }

    private void setCount(int low, int high, int value) {
        put16(bytes, base + low, value);
        if (wide) {
            put16(bytes, base + high, value >>> 16);
        }
    }

    private boolean matches(int low, int high, int checksum) {
        return u16(bytes, base + low) == (checksum & 0xFFFF) && (!wide || u16(bytes, base + high) == checksum >>> 16);
    }

    private void setChecksum(int low, int high, int checksum) {
        put16(bytes, base + low, checksum);
        if (wide) {
            put16(bytes, base + high, checksum >>> 16);
        }
    }
}
