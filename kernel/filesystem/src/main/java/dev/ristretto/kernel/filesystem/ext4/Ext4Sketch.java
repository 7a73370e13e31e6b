package dev.ristretto.kernel.filesystem.ext4;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.i32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put8;

import dev.ristretto.kernel.filesystem.ext4.layout.Ext4Superblock;
import dev.ristretto.kernel.filesystem.ext4.layout.Features;
import dev.ristretto.kernel.filesystem.ext4.layout.InodeFields;

/** The superblock of a new file system (section 3.1). */
final class Ext4Sketch {
    private static final int COMPATIBLE = Features.HAS_JOURNAL | Features.EXT_ATTR | Features.DIR_INDEX;
    private static final int INCOMPATIBLE = Features.FILETYPE | Features.EXTENTS | Features.WIDE | Features.FLEX_BG;
    private static final int READ_ONLY = Features.SPARSE_SUPER
            | Features.LARGE_FILE
            | Features.HUGE_FILE
            | Features.DIR_NLINK
            | Features.EXTRA_ISIZE
            | Features.METADATA_CSUM;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int EXTRA_SIZE = 32;
    private static final int JOURNAL_INODE = 8;

    private final Ext4Geometry geometry;
    private final byte[] uuid;
    private final long seconds;
    private final byte[] bytes = new byte[Ext4Superblock.SIZE];

    Ext4Sketch(Ext4Geometry geometry, byte[] uuid, long now) {
        this.geometry = geometry;
        this.uuid = uuid;
        seconds = Math.floorDiv(now, NANOS_PER_SECOND);
    }

    /** Without its checksum, which differs from copy to copy. */
    byte[] superblock(long free, int usedInodes, byte[] journalInode) {
        putSizes(free, usedInodes);
        put32(bytes, 0x2C, 0);
        put32(bytes, 0x30, seconds);
        put16(bytes, 0x36, 0xFFFF);
        put16(bytes, 0x38, 0xEF53);
        put16(bytes, 0x3A, Ext4Superblock.VALID);
        put16(bytes, 0x3C, 1);
        put32(bytes, 0x40, seconds);
        put32(bytes, 0x4C, 1);
        put32(bytes, 0x54, usedInodes);
        put16(bytes, 0x58, Ext4Geometry.INODE_SIZE);
        put32(bytes, 0x5C, COMPATIBLE);
        put32(bytes, 0x60, INCOMPATIBLE);
        put32(bytes, 0x64, READ_ONLY);
        System.arraycopy(uuid, 0, bytes, 0x68, uuid.length);
        put32(bytes, 0xE0, JOURNAL_INODE);
        // Names are hashed from a seed that differs between file systems; the UUID does.
        System.arraycopy(uuid, 0, bytes, 0xEC, uuid.length);
        put8(bytes, 0xFC, 1);
        put16(bytes, 0xFE, Ext4Geometry.DESCRIPTOR_SIZE);
        put32(bytes, 0x100, 0xC);
        put32(bytes, 0x108, seconds);
        putJournalCopy(journalInode);
        put16(bytes, 0x15C, EXTRA_SIZE);
        put16(bytes, 0x15E, EXTRA_SIZE);
        put32(bytes, 0x160, 1);
        put8(bytes, 0x174, Ext4Geometry.FLEX_LOG);
        put8(bytes, 0x175, 1);
        return bytes;
    }

    private void putSizes(long free, int usedInodes) {
        int inodes = geometry.groups() * geometry.inodesPerGroup();
        put32(bytes, 0x0, inodes);
        put32(bytes, 0x4, geometry.blocks());
        put32(bytes, 0x150, geometry.blocks() >>> 32);
        put32(bytes, 0xC, free);
        put32(bytes, 0x158, free >>> 32);
        put32(bytes, 0x10, inodes - (long) usedInodes);
        put32(bytes, 0x14, geometry.firstBlock());
        int log = Integer.numberOfTrailingZeros(geometry.blockSize() / 1024);
        put32(bytes, 0x18, log);
        put32(bytes, 0x1C, log);
        put32(bytes, 0x20, geometry.blocksPerGroup());
        put32(bytes, 0x24, geometry.blocksPerGroup());
        put32(bytes, 0x28, geometry.inodesPerGroup());
    }

    /** A copy of where the journal is, for the case that its inode is lost (s_jnl_blocks). */
    private void putJournalCopy(byte[] inode) {
        put8(bytes, 0xFD, 1);
        System.arraycopy(inode, InodeFields.MAP, bytes, 0x10C, InodeFields.MAP_SIZE);
        put32(bytes, 0x10C + InodeFields.MAP_SIZE, i32(inode, 0x6C));
        put32(bytes, 0x10C + InodeFields.MAP_SIZE + Integer.BYTES, i32(inode, 0x4));
    }
}
