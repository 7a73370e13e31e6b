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

    public GroupDescriptor(int group, byte[] bytes, int base, int size) {
        this.group = group;
        this.bytes = bytes;
        this.base = base;
        wide = size >= WIDE;
    }

    public int group() {
        return group;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int base() {
        return base;
    }

    public long blockBitmap() {
        return block(0x0, 0x20);
    }

    public long inodeBitmap() {
        return block(0x4, 0x24);
    }

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

    public int freeBlocks() {
        return count(0xC, 0x2C);
    }

    public void setFreeBlocks(int value) {
        setCount(0xC, 0x2C, value);
    }

    public int freeInodes() {
        return count(0xE, 0x2E);
    }

    public void setFreeInodes(int value) {
        setCount(0xE, 0x2E, value);
    }

    public int directories() {
        return count(0x10, 0x30);
    }

    public void setDirectories(int value) {
        setCount(0x10, 0x30, value);
    }

    /** How many inodes at the end of the table were never used. */
    public int unusedInodes() {
        return count(0x1C, 0x32);
    }

    public void setUnusedInodes(int value) {
        setCount(0x1C, 0x32, value);
    }

    public boolean has(int flag) {
        return (u16(bytes, base + 0x12) & flag) != 0;
    }

    public void clear(int flag) {
        put16(bytes, base + 0x12, u16(bytes, base + 0x12) & ~flag);
    }

    public boolean blockBitmapMatches(int checksum) {
        return matches(0x18, 0x38, checksum);
    }

    public void setBlockBitmapChecksum(int checksum) {
        setChecksum(0x18, 0x38, checksum);
    }

    public boolean inodeBitmapMatches(int checksum) {
        return matches(0x1A, 0x3A, checksum);
    }

    public void setInodeBitmapChecksum(int checksum) {
        setChecksum(0x1A, 0x3A, checksum);
    }

    public int checksum() {
        return u16(bytes, base + CHECKSUM);
    }

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
