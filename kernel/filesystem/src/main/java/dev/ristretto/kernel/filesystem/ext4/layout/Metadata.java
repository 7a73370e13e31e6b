package dev.ristretto.kernel.filesystem.ext4.layout;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.BlockCache;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import dev.ristretto.kernel.filesystem.block.CachedBlock;
import dev.ristretto.kernel.filesystem.block.Crc32c;
import dev.ristretto.kernel.filesystem.journal.Journal;

/**
 * The blocks of a mounted file system, and the way to change them: what all parts of the format work on. Guarded by the
 * volume's lock.
 */
public final class Metadata {
    /** What a block was checked for; the number of the inode it belongs to is added. */
    public static final long BITMAP = 1L << 56;

    public static final long TABLE = 2L << 56;
    public static final long EXTENTS = 3L << 56;
    public static final long ENTRIES = 4L << 56;
    public static final long INDEX = 5L << 56;
    public static final long ATTRIBUTES = 6L << 56;
    public static final long TARGET = 7L << 56;
    public static final long DESCRIPTORS = 8L << 56;

    private final BlockCache cache;
    private final Journal journal;
    private final CachedBlock superblockBlock;
    private final Ext4Superblock superblock;
    private final Crc32c crc = new Crc32c();
    private final int seed;

    /** The blocks in {@code cache}, whose changes go through {@code journal}. */
    public Metadata(BlockCache cache, Journal journal, CachedBlock superblockBlock, Ext4Superblock superblock) {
        this.cache = cache;
        this.journal = journal;
        this.superblockBlock = superblockBlock;
        this.superblock = superblock;
        seed = superblock.checksumSeed();
    }

    /** All blocks that are in memory. */
    public BlockCache cache() {
        return cache;
    }

    /** What makes changes durable. */
    public Journal journal() {
        return journal;
    }

    /** The superblock, to be read. */
    public Ext4Superblock superblock() {
        return superblock;
    }

    /** Bytes of a block. */
    public int blockSize() {
        return cache.blockSize();
    }

    /** Whether metadata have checksums (CRC-32C). */
    public boolean hasChecksums() {
        return superblock.hasChecksums();
    }

    /** A checksum that begins as all of this file system do. */
    public Crc32c checksum() {
        return crc.start(seed);
    }

    /** A checksum that begins as all of an inode do. */
    public Crc32c checksum(long inode, int generation) {
        return checksum().number((int) inode).number(generation);
    }

    /** The block of that number, which came from the device and may be nonsense. */
    public CachedBlock read(long number) throws FileFault {
        checkRange(number, 1);
        try {
            return cache.read(number);
        } catch (BlockFault e) {
            throw io(e);
        }
    }

    /** CORRUPT if there are no such blocks. */
    public void checkRange(long first, long count) throws FileFault {
        if (!contains(first, count)) {
            throw corrupt("blocks " + first + " to " + (first + count - 1) + " of " + superblock.blocks());
        }
    }

    /** Whether there are such blocks. */
    public boolean contains(long first, long count) {
        return count >= 0 && first >= superblock.firstDataBlock() && first <= superblock.blocks() - count;
    }

    /** The superblock is about to be changed; {@link Ext4Superblock#seal} has to follow. */
    public Ext4Superblock changeSuperblock() {
        byte[] unused = journal.change(superblockBlock, 0);
        return superblock;
    }

    /** Writes the superblock to its place, durably; nothing of it may be on its way through the journal. */
    public void writeSuperblock() throws BlockFault {
        cache.write(superblockBlock);
        cache.device().flush();
    }

    /** What is on the device cannot be. */
    public static FileFault corrupt(String what) {
        return new FileFault(FileFault.Reason.CORRUPT, what);
    }

    /** The device has failed. */
    public static FileFault io(BlockFault e) {
        FileFault.Reason reason =
                e.reason() == BlockFault.Cause.READ_ONLY ? FileFault.Reason.READ_ONLY : FileFault.Reason.IO;
        return new FileFault(reason, String.valueOf(e.getMessage()), e);
    }
}
