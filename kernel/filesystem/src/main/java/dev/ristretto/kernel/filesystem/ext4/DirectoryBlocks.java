package dev.ristretto.kernel.filesystem.ext4;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.i32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put16;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.put8;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u16;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.CachedBlock;
import dev.ristretto.kernel.filesystem.ext4.layout.Extent;
import dev.ristretto.kernel.filesystem.ext4.layout.Features;
import dev.ristretto.kernel.filesystem.ext4.layout.InodeFields;
import dev.ristretto.kernel.filesystem.ext4.layout.Metadata;

/** The blocks of one directory, and their checksums. Those that change belong to an operation of the journal. */
final class DirectoryBlocks {
    private static final int LARGEST = Integer.MAX_VALUE;

    private final Ext4Parts parts;
    private final Metadata metadata;
    private final Ext4Inode directory;

    DirectoryBlocks(Ext4Parts parts, Ext4Inode directory) {
        this.parts = parts;
        this.directory = directory;
        metadata = parts.metadata();
    }

    Metadata metadata() {
        return metadata;
    }

    /** How many there are; CORRUPT if it cannot be so many. */
    long count() throws FileFault {
        long size = directory.fields().size();
        long count = size / metadata.blockSize();
        if (size <= 0
                || size % metadata.blockSize() != 0
                || count > metadata.superblock().blocks()) {
            throw Metadata.corrupt("directory " + directory.number() + " has " + size + " bytes");
        }
        return count;
    }

    /** Where entries end in a block. */
    int end() {
        return metadata.hasChecksums() ? metadata.blockSize() - DirectoryBlock.TAIL : metadata.blockSize();
    }

    /** The entries of a block. */
    DirectoryBlock entries(CachedBlock block) {
        return new DirectoryBlock(block.bytes(), end());
    }

    /** A block of the directory, whatever it holds. */
    CachedBlock raw(long index) throws FileFault {
        if (index < 0 || index >= count()) {
            throw Metadata.corrupt("directory " + directory.number() + " has no block " + index);
        }
        Extent extent = directory.map(index);
        if (extent.isHole() || !extent.written()) {
            throw Metadata.corrupt("directory " + directory.number() + " has a hole");
        }
        return metadata.read(extent.physical());
    }

    /** A block of entries, checked. */
    CachedBlock leaf(long index) throws FileFault {
        CachedBlock block = raw(index);
        if (block.purpose() != Metadata.ENTRIES + directory.number()) {
            byte[] bytes = block.bytes();
            if (metadata.hasChecksums()) {
                boolean right = u16(bytes, end() + 4) == DirectoryBlock.TAIL
                        && i32(bytes, end()) == 0
                        && i32(bytes, end() + DirectoryBlock.HEADER) == leafChecksum(bytes);
                if (!right) {
                    throw Metadata.corrupt(
                            "block " + index + " of directory " + directory.number() + " has a wrong checksum");
                }
            }
            entries(block).check(metadata.superblock().inodes());
            block.setPurpose(Metadata.ENTRIES + directory.number());
        }
        return block;
    }

    /** The entries of a block, to be changed; {@link #seal} has to follow. */
    DirectoryBlock change(CachedBlock block) {
        byte[] unused = metadata.journal().change(block, Metadata.ENTRIES + directory.number());
        return entries(block);
    }

    /** Sets the checksum of a block of entries. */
    void seal(CachedBlock block) {
        if (metadata.hasChecksums()) {
            byte[] bytes = block.bytes();
            put32(bytes, end(), 0);
            put16(bytes, end() + 4, DirectoryBlock.TAIL);
            put8(bytes, end() + 6, 0);
            put8(bytes, end() + 7, DirectoryBlock.TAIL_MARK);
            put32(bytes, end() + DirectoryBlock.HEADER, leafChecksum(bytes));
        }
    }

    /** One more block at the end, all zeros. */
    CachedBlock append(long purpose) throws FileFault {
        InodeFields fields = directory.edit();
        long index = fields.size() / metadata.blockSize();
        boolean large = metadata.superblock().hasIncompatible(Features.LARGEDIR);
        if (fields.size() > LARGEST - metadata.blockSize() && !large) {
            throw new FileFault(FileFault.Reason.NO_SPACE, "directory " + directory.number() + " is full");
        }
        long goal = index == 0
                ? parts.table().goal(directory.number())
                : directory.map(index - 1).physical() + 1;
        long physical = parts.blocks().allocateOne(goal);
        parts.tree(directory).insert(new Extent(index, physical, 1, true));
        directory.addBlocks(1);
        fields.setSize((index + 1) * metadata.blockSize());
        CachedBlock block = metadata.journal().create(physical);
        block.setPurpose(purpose + directory.number());
        return block;
    }

    /** A checksum that begins as all of this directory do. */
    int checksum(byte[] bytes, int length, byte[] tail, int tailAt, int tailLength) {
        return metadata.checksum(directory.number(), directory.fields().generation())
                .bytes(bytes, 0, length)
                .bytes(tail, tailAt, tailLength)
                .value();
    }

    private int leafChecksum(byte[] bytes) {
        return checksum(bytes, end(), bytes, 0, 0);
    }
}
