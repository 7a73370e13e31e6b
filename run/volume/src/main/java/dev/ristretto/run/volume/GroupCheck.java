package dev.ristretto.run.volume;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.BlockCache;
import dev.ristretto.kernel.filesystem.block.BlockDevice;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import dev.ristretto.kernel.filesystem.block.CachedBlock;
import dev.ristretto.kernel.filesystem.ext4.layout.BitSpan;
import dev.ristretto.kernel.filesystem.ext4.layout.BlockGroups;
import dev.ristretto.kernel.filesystem.ext4.layout.Ext4Superblock;
import dev.ristretto.kernel.filesystem.ext4.layout.Features;
import dev.ristretto.kernel.filesystem.ext4.layout.GroupDescriptor;
import dev.ristretto.kernel.filesystem.ext4.layout.Metadata;
import dev.ristretto.kernel.filesystem.journal.Journal;
import java.util.function.Consumer;

/** Compares what bitmaps, groups and superblock say is free. */
final class GroupCheck {
    private static final int CACHED_BLOCKS = 256;

    private final Metadata metadata;
    private final BlockGroups groups;
    private final Consumer<String> faults;

    private GroupCheck(Metadata metadata, Consumer<String> faults) {
        this.metadata = metadata;
        this.groups = new BlockGroups(metadata);
        this.faults = faults;
    }

    /**
     * Tells of all faults.
     *
     * @param superblock of the device, checked
     * @param inodes how many are in use, as a walk has found them, without those that are reserved
     */
    static void run(BlockDevice device, Ext4Superblock superblock, long inodes, Consumer<String> faults)
            throws FileFault, BlockFault {
        BlockCache cache = new BlockCache(device, superblock.blockSize(), CACHED_BLOCKS);
        CachedBlock block = cache.read(Ext4Superblock.POSITION / superblock.blockSize());
        cache.hold(block);
        new GroupCheck(new Metadata(cache, new Journal(cache, null), block, superblock), faults).compare(inodes);
    }

    private void compare(long inodes) throws FileFault {
        Ext4Superblock superblock = metadata.superblock();
        long freeBlocks = 0;
        long freeInodes = 0;
        for (int group = 0; group < groups.count(); group++) {
            try {
                GroupDescriptor descriptor = groups.get(group);
                freeBlocks += descriptor.freeBlocks();
                freeInodes += descriptor.freeInodes();
                checkBlocks(descriptor);
                checkInodes(descriptor);
            } catch (FileFault e) {
                faults.accept(e.getMessage());
            }
            metadata.cache().trim();
        }
        if (freeBlocks != superblock.freeBlocks()) {
            faults.accept(
                    "superblock: " + superblock.freeBlocks() + " free blocks, but " + freeBlocks + " in all groups");
        }
        if (freeInodes != superblock.freeInodes()) {
            faults.accept(
                    "superblock: " + superblock.freeInodes() + " free inodes, but " + freeInodes + " in all groups");
        }
        long orphans = superblock.hasCompatible(Features.ORPHAN_FILE) ? 1 : 0;
        long used = superblock.inodes() - freeInodes - (superblock.firstInode() - 1) - orphans;
        if (used != inodes) {
            faults.accept(used + " inodes in use, but " + inodes + " with a name");
        }
    }

    private void checkBlocks(GroupDescriptor descriptor) throws FileFault {
        if (groups.checksummed() && descriptor.has(GroupDescriptor.BLOCKS_UNINITIALIZED)) {
            return;
        }
        byte[] bits = metadata.read(descriptor.blockBitmap()).bytes();
        int checked = metadata.superblock().blocksPerGroup() / Byte.SIZE;
        if (metadata.hasChecksums() && !descriptor.blockBitmapMatches(checksum(bits, checked))) {
            faults.accept("group " + descriptor.group() + ": its bitmap of blocks has a wrong checksum");
        }
        int free = free(bits, groups.blocks(descriptor.group()));
        if (free != descriptor.freeBlocks()) {
            faults.accept("group " + descriptor.group() + ": " + descriptor.freeBlocks() + " free blocks, but " + free
                    + " by its bitmap");
        }
    }

    private void checkInodes(GroupDescriptor descriptor) throws FileFault {
        if (groups.checksummed() && descriptor.has(GroupDescriptor.INODES_UNINITIALIZED)) {
            return;
        }
        byte[] bits = metadata.read(descriptor.inodeBitmap()).bytes();
        int inodes = metadata.superblock().inodesPerGroup();
        if (metadata.hasChecksums() && !descriptor.inodeBitmapMatches(checksum(bits, inodes / Byte.SIZE))) {
            faults.accept("group " + descriptor.group() + ": its bitmap of inodes has a wrong checksum");
        }
        int free = free(bits, inodes);
        if (free != descriptor.freeInodes()) {
            faults.accept("group " + descriptor.group() + ": " + descriptor.freeInodes() + " free inodes, but " + free
                    + " by its bitmap");
        }
    }

    private int checksum(byte[] bits, int length) {
        return metadata.checksum().bytes(bits, 0, length).value();
    }

    private static int free(byte[] bits, int end) {
        int free = 0;
        for (int at = BitSpan.next(bits, 0, end, false); at < end; ) {
            int taken = BitSpan.next(bits, at, end, true);
            free += taken - at;
            at = BitSpan.next(bits, taken, end, false);
        }
        return free;
    }
}
