package dev.ristretto.kernel.filesystem.ext4.layout;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.i32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put64;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u8;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.Crc32c;

/** The superblock (section 3.1): numbers in 1,024 bytes, wherever these are. */
public final class Ext4Superblock {
    /** Where it is on the device, in bytes. */
    public static final int POSITION = 1024;

    public static final int SIZE = 1024;
    public static final int VALID = 1;
    public static final int ERRORS = 2;

    private static final int MAGIC = 0xEF53;
    private static final int UUID = 0x68;
    private static final int UUID_LENGTH = 16;
    private static final int CHECKSUM = 0x3FC;
    private static final int SMALLEST_DESCRIPTOR = 32;
    private static final int SMALLEST_INODE = 128;

    private final byte[] bytes;
    private final int base;
    private final Crc32c crc = new Crc32c();

    /** The superblock at {@code base}; nothing is checked yet. */
    public Ext4Superblock(byte[] bytes, int base) {
        this.bytes = bytes;
        this.base = base;
    }

    /** CORRUPT if it cannot be, UNSUPPORTED if nothing can be read. */
    public void check(long deviceSize) throws FileFault {
        require(u16(bytes, base + 0x38) == MAGIC, "there is no ext4 file system");
        Features.checkReadable(incompatible());
        require(!hasChecksums() || i32(bytes, base + CHECKSUM) == checksum(), "wrong checksum");
        require(!hasChecksums() || u8(bytes, base + 0x175) == 1, "unknown checksum");
        require(u32(bytes, base + 0x18) <= 5, "block size");
        int blockSize = blockSize();
        require(firstDataBlock() == (blockSize == 1024 ? 1 : 0), "first block");
        require(blocks() > firstDataBlock() && blocks() <= deviceSize / blockSize, "number of blocks");
        long bits = hasReadOnly(Features.BIGALLOC) ? u32(bytes, base + 0x24) : u32(bytes, base + 0x20);
        require(blocksPerGroup() >= 8 && bits <= 8L * blockSize, "blocks of a group");
        require((blocksPerGroup() & 7) == 0, "blocks of a group");
        require(u32(bytes, base + 0x28) >= 8 && u32(bytes, base + 0x28) <= 8L * blockSize, "inodes of a group");
        require((inodesPerGroup() & 7) == 0, "inodes of a group");
        int inodeSize = inodeSize();
        require(
                inodeSize >= SMALLEST_INODE && inodeSize <= blockSize && Integer.bitCount(inodeSize) == 1,
                "size of inodes");
        int descriptor = descriptorSize();
        require(
                descriptor >= SMALLEST_DESCRIPTOR && descriptor <= 1024 && Integer.bitCount(descriptor) == 1,
                "size of group descriptors");
        require(!hasIncompatible(Features.WIDE) || descriptor >= 2 * SMALLEST_DESCRIPTOR, "size of group descriptors");
        long groups = (blocks() - firstDataBlock() + blocksPerGroup() - 1) / blocksPerGroup();
        require(groups * inodesPerGroup() == inodes(), "number of inodes");
        require(firstInode() >= 11 && firstInode() <= inodesPerGroup(), "first inode");
        require(blocks() >>> 32 == 0 || hasIncompatible(Features.WIDE), "number of blocks");
    }

    private static void require(boolean condition, String what) throws FileFault {
        if (!condition) {
            throw new FileFault(FileFault.Reason.CORRUPT, "superblock: " + what);
        }
    }

    /** How many inodes there are. */
    public long inodes() {
        return u32(bytes, base);
    }

    /** How many blocks there are. */
    public long blocks() {
        return wide(0x4, 0x150);
    }

    /** How many blocks are free. */
    public long freeBlocks() {
        return wide(0xC, 0x158);
    }

    /** Counts blocks that were given free, or taken if negative. */
    public void addFreeBlocks(long difference) {
        long free = freeBlocks() + difference;
        put32(bytes, base + 0xC, free);
        if (hasIncompatible(Features.WIDE)) {
            put32(bytes, base + 0x158, free >>> 32);
        }
    }

    /** How many inodes are free. */
    public long freeInodes() {
        return u32(bytes, base + 0x10);
    }

    /** Counts inodes that were given free, or taken if negative. */
    public void addFreeInodes(int difference) {
        put32(bytes, base + 0x10, freeInodes() + difference);
    }

    /** The block that the first group begins with. */
    public int firstDataBlock() {
        return i32(bytes, base + 0x14);
    }

    /** Bytes of a block. */
    public int blockSize() {
        return 1024 << i32(bytes, base + 0x18);
    }

    /** Blocks of each group but the last. */
    public int blocksPerGroup() {
        return i32(bytes, base + 0x20);
    }

    /** Inodes of each group. */
    public int inodesPerGroup() {
        return i32(bytes, base + 0x28);
    }

    /** {@link #VALID} and {@link #ERRORS}. */
    public int state() {
        return u16(bytes, base + 0x3A);
    }

    /** Sets {@link #VALID} and {@link #ERRORS}. */
    public void setState(int state) {
        put16(bytes, base + 0x3A, state);
    }

    /** The first inode that is not reserved. */
    public int firstInode() {
        return u32(bytes, base + 0x4C) == 0 ? 11 : i32(bytes, base + 0x54);
    }

    /** Bytes of an inode. */
    public int inodeSize() {
        return u32(bytes, base + 0x4C) == 0 ? SMALLEST_INODE : u16(bytes, base + 0x58);
    }

    /** Bytes of a group descriptor. */
    public int descriptorSize() {
        return hasIncompatible(Features.WIDE) ? u16(bytes, base + 0xFE) : SMALLEST_DESCRIPTOR;
    }

    /** Blocks behind the descriptors that are kept for more of them. */
    public int reservedDescriptorBlocks() {
        return u16(bytes, base + 0xCE);
    }

    /** The first block of descriptors that is not behind the superblock (feature meta_bg). */
    public long firstMetaGroup() {
        return u32(bytes, base + 0x104);
    }

    /** One of the two groups with a copy (feature sparse_super2). */
    public long backupGroup(int which) {
        return u32(bytes, base + 0x24C + which * Integer.BYTES);
    }

    /** The features without which nothing can be read. */
    public int incompatible() {
        return i32(bytes, base + 0x60);
    }

    /** The features without which nothing can be written. */
    public int readOnlyCompatible() {
        return i32(bytes, base + 0x64);
    }

    /** Whether it has one of {@link Features} that nobody need understand. */
    public boolean hasCompatible(int feature) {
        return (i32(bytes, base + 0x5C) & feature) != 0;
    }

    /** Whether it has one of {@link Features} without which nothing can be read. */
    public boolean hasIncompatible(int feature) {
        return (incompatible() & feature) != 0;
    }

    /** Whether it has one of {@link Features} without which nothing can be written. */
    public boolean hasReadOnly(int feature) {
        return (readOnlyCompatible() & feature) != 0;
    }

    /** Whether metadata have checksums (CRC-32C). */
    public boolean hasChecksums() {
        return hasReadOnly(Features.METADATA_CSUM);
    }

    /** Says whether the journal has to be replayed at the next mount. */
    public void setNeedsRecovery(boolean value) {
        int others = incompatible() & ~Features.RECOVER;
        put32(bytes, base + 0x60, value ? others | Features.RECOVER : others);
    }

    /** Says that the file of orphans is empty. */
    public void clearOrphanPresent() {
        put32(bytes, base + 0x64, readOnlyCompatible() & ~Features.ORPHAN_PRESENT);
    }

    /** The 16 bytes that name the file system. */
    public byte[] uuid() {
        byte[] uuid = new byte[UUID_LENGTH];
        System.arraycopy(bytes, base + UUID, uuid, 0, UUID_LENGTH);
        return uuid;
    }

    /** The inode of the journal; 0 if it is elsewhere. */
    public long journalInode() {
        return u32(bytes, base + 0xE0);
    }

    /** The inode of the file of orphans. */
    public long orphanFile() {
        return u32(bytes, base + 0x280);
    }

    /** The first inode in the list of orphans; 0 if there is none. */
    public long lastOrphan() {
        return u32(bytes, base + 0xE8);
    }

    /** Sets the first inode in the list of orphans. */
    public void setLastOrphan(long inode) {
        put32(bytes, base + 0xE8, inode);
    }

    /** One of four words that hashes of names begin with. */
    public int hashSeed(int word) {
        return i32(bytes, base + 0xEC + word * Integer.BYTES);
    }

    /** The hash of new indexes of directories. */
    public int hashVersion() {
        return u8(bytes, base + 0xFC);
    }

    /** Whether names are hashed as bytes without a sign (EXT2_FLAGS_UNSIGNED_HASH). */
    public boolean unsignedHash() {
        return (i32(bytes, base + 0x160) & 2) != 0;
    }

    /** Bytes of further fields that new inodes should have. */
    public int wantedExtraSize() {
        return u16(bytes, base + 0x15E);
    }

    /** Sets when it was last written, in seconds since 1970. */
    public void setWritten(long seconds) {
        put32(bytes, base + 0x30, seconds);
    }

    /** Remembers that something was found that cannot be (s_error_count and its like). */
    public void countError(long seconds, long block) {
        setState(state() | ERRORS);
        int count = i32(bytes, base + 0x194);
        if (count == 0) {
            put32(bytes, base + 0x198, seconds);
            put64(bytes, base + 0x1A0, block);
        }
        put32(bytes, base + 0x194, count + 1L);
        put32(bytes, base + 0x1CC, seconds);
        put64(bytes, base + 0x1D8, block);
    }

    /** What checksums of metadata begin with (s_checksum_seed). */
    public int checksumSeed() {
        return hasIncompatible(Features.CSUM_SEED)
                ? i32(bytes, base + 0x270)
                : crc.start(Crc32c.START).bytes(bytes, base + UUID, UUID_LENGTH).value();
    }

    /** Sets its own checksum, if it has one. */
    public void seal() {
        if (hasChecksums()) {
            put32(bytes, base + CHECKSUM, checksum());
        }
    }

    private int checksum() {
        return crc.start(Crc32c.START).bytes(bytes, base, CHECKSUM).value();
    }

    private long wide(int low, int high) {
        long value = u32(bytes, base + low);
        return hasIncompatible(Features.WIDE) ? u32(bytes, base + high) << 32 | value : value;
    }
}
