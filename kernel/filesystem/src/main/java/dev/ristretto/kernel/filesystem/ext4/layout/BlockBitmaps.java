package dev.ristretto.kernel.filesystem.ext4.layout;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.CachedBlock;

/** Which blocks of each group are taken (section 2.6). */
final class BlockBitmaps {
    private final Metadata metadata;
    private final BlockGroups groups;

    BlockBitmaps(Metadata metadata, BlockGroups groups) {
        this.metadata = metadata;
        this.groups = groups;
    }

    /** The bits of a group, checked; those of a group that never had any are made. */
    CachedBlock get(GroupDescriptor descriptor) throws FileFault {
        if (groups.checksummed() && descriptor.has(GroupDescriptor.BLOCKS_UNINITIALIZED)) {
            return initialize(descriptor);
        }
        CachedBlock block = metadata.read(descriptor.blockBitmap());
        if (block.purpose() != Metadata.BITMAP + descriptor.group()) {
            if (metadata.hasChecksums() && !descriptor.blockBitmapMatches(checksum(block.bytes()))) {
                throw Metadata.corrupt("block bitmap of group " + descriptor.group() + " has a wrong checksum");
            }
            block.setPurpose(Metadata.BITMAP + descriptor.group());
        }
        return block;
    }

    /** Takes or gives free blocks of one group, which has to be as it is expected. */
    void set(GroupDescriptor descriptor, CachedBlock block, int first, int count, boolean taken) throws FileFault {
        if (BitSpan.next(block.bytes(), first, first + count, taken) != first + count) {
            throw Metadata.corrupt("block " + (groups.firstBlock(descriptor.group()) + first)
                    + (taken ? " is taken twice" : " is given free twice"));
        }
        byte[] bytes = metadata.journal().change(block, Metadata.BITMAP + descriptor.group());
        BitSpan.fill(bytes, first, count, taken);
        int difference = taken ? -count : count;
        descriptor.setFreeBlocks(descriptor.freeBlocks() + difference);
        descriptor.setBlockBitmapChecksum(metadata.hasChecksums() ? checksum(bytes) : 0);
        groups.seal(descriptor);
        metadata.changeSuperblock().addFreeBlocks(difference);
        metadata.superblock().seal();
    }

    private CachedBlock initialize(GroupDescriptor descriptor) throws FileFault {
        int group = descriptor.group();
        CachedBlock block = metadata.journal().create(descriptor.blockBitmap());
        byte[] bytes = metadata.journal().change(block, Metadata.BITMAP + group);
        int count = groups.blocks(group);
        BitSpan.fill(bytes, 0, groups.copyBlocks(group), true);
        take(bytes, group, descriptor.blockBitmap(), 1);
        take(bytes, group, descriptor.inodeBitmap(), 1);
        take(bytes, group, descriptor.inodeTable(), groups.tableBlocks());
        BitSpan.fill(bytes, count, bytes.length * Byte.SIZE - count, true);
        GroupDescriptor changed = groups.change(group);
        changed.clear(GroupDescriptor.BLOCKS_UNINITIALIZED);
        changed.setBlockBitmapChecksum(metadata.hasChecksums() ? checksum(bytes) : 0);
        groups.seal(changed);
        return block;
    }

    /** Marks those of the blocks that are in the group. */
    private void take(byte[] bytes, int group, long first, long count) {
        long start = Math.max(first - groups.firstBlock(group), 0);
        long end = Math.min(first - groups.firstBlock(group) + count, groups.blocks(group));
        if (start < end) {
            BitSpan.fill(bytes, (int) start, (int) (end - start), true);
        }
    }

    private int checksum(byte[] bytes) {
        return metadata.checksum()
                .bytes(bytes, 0, metadata.superblock().blocksPerGroup() / Byte.SIZE)
                .value();
    }
}
