package dev.ristretto.kernel.filesystem.ext4.layout;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.CachedBlock;

/** The groups that a file system is divided into, and where what belongs to each of them is (section 2). */
public final class BlockGroups {
    private final Metadata metadata;
    private final Ext4Superblock superblock;
    private final int descriptorSize;
    private final int perBlock;
    private final int count;

    /** The groups that the superblock tells of. */
    public BlockGroups(Metadata metadata) {
        this.metadata = metadata;
        superblock = metadata.superblock();
        descriptorSize = superblock.descriptorSize();
        perBlock = metadata.blockSize() / descriptorSize;
        long blocks = superblock.blocks() - superblock.firstDataBlock();
        count = (int) ((blocks + superblock.blocksPerGroup() - 1) / superblock.blocksPerGroup());
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** The group that a block is in. */
    public int of(long block) {
        return (int) ((block - superblock.firstDataBlock()) / superblock.blocksPerGroup());
    }

    /** The first block of a group. */
    public long firstBlock(int group) {
        return (long) group * superblock.blocksPerGroup() + superblock.firstDataBlock();
    }

    /** How many blocks are in a group: fewer in the last one. */
    public int blocks(int group) {
        return (int) Math.min(superblock.blocksPerGroup(), superblock.blocks() - firstBlock(group));
    }

    /** What is known of a group, checked. */
    public GroupDescriptor get(int group) throws FileFault {
        GroupDescriptor descriptor = descriptor(metadata.read(place(group)), group);
        if (checksummed() && descriptor.checksum() != checksum(descriptor)) {
            throw Metadata.corrupt("descriptor of group " + group + " has a wrong checksum");
        }
        metadata.checkRange(descriptor.blockBitmap(), 1);
        metadata.checkRange(descriptor.inodeBitmap(), 1);
        metadata.checkRange(descriptor.inodeTable(), tableBlocks());
        if (descriptor.freeBlocks() > blocks(group)
                || descriptor.freeInodes() > superblock.inodesPerGroup()
                || descriptor.unusedInodes() > superblock.inodesPerGroup()) {
            throw Metadata.corrupt("descriptor of group " + group + " has more free than there is");
        }
        return descriptor;
    }

    /** The same, to be changed; {@link #seal} has to follow. */
    public GroupDescriptor change(int group) throws FileFault {
        GroupDescriptor unused = get(group);
        CachedBlock block = metadata.read(place(group));
        byte[] bytes = metadata.journal().change(block, Metadata.DESCRIPTORS);
        return new GroupDescriptor(group, bytes, group % perBlock * descriptorSize, descriptorSize);
    }

    /** Sets the checksum of a descriptor that was changed. */
    public void seal(GroupDescriptor descriptor) {
        if (checksummed()) {
            descriptor.setChecksum(checksum(descriptor));
        }
    }

    /** Whether groups may say that their bitmaps were never written. */
    public boolean checksummed() {
        return superblock.hasChecksums() || superblock.hasReadOnly(Features.GDT_CSUM);
    }

    /** How many blocks a group's table of inodes has. */
    public long tableBlocks() {
        return ((long) superblock.inodesPerGroup() * superblock.inodeSize() + metadata.blockSize() - 1)
                / metadata.blockSize();
    }

    /** Blocks at the beginning of a group that a copy of superblock and descriptors takes. */
    public int copyBlocks(int group) {
        if (isMeta(group)) {
            int inMeta = group % perBlock;
            boolean descriptors = inMeta == 0 || inMeta == 1 || inMeta == perBlock - 1;
            return (hasSuperblock(group) ? 1 : 0) + (descriptors ? 1 : 0);
        }
        if (!hasSuperblock(group)) {
            return 0;
        }
        long descriptors = superblock.hasIncompatible(Features.META_BG)
                ? superblock.firstMetaGroup()
                : (count + perBlock - 1L) / perBlock + superblock.reservedDescriptorBlocks();
        return (int) Math.min(1 + descriptors, blocks(group));
    }

    private boolean isMeta(int group) {
        return superblock.hasIncompatible(Features.META_BG) && group / perBlock >= superblock.firstMetaGroup();
    }

    private boolean hasSuperblock(int group) {
        if (group == 0) {
            return true;
        }
        if (superblock.hasCompatible(Features.SPARSE_SUPER2)) {
            return group == superblock.backupGroup(0) || group == superblock.backupGroup(1);
        }
        return !superblock.hasReadOnly(Features.SPARSE_SUPER) || isSparse(group);
    }

    /** Whether the group has a copy of the superblock where only some have (section 2.1). */
    public static boolean isSparse(int group) {
        return group <= 1 || isPower(group, 3) || isPower(group, 5) || isPower(group, 7);
    }

    private static boolean isPower(int number, int base) {
        int rest = number;
        while (rest % base == 0) {
            rest /= base;
        }
        return rest == 1;
    }

    private long place(int group) {
        if (!isMeta(group)) {
            return superblock.firstDataBlock() + 1L + group / perBlock;
        }
        int first = group / perBlock * perBlock;
        return firstBlock(first) + (hasSuperblock(first) ? 1 : 0);
    }

    private GroupDescriptor descriptor(CachedBlock block, int group) {
        return new GroupDescriptor(group, block.bytes(), group % perBlock * descriptorSize, descriptorSize);
    }

    private int checksum(GroupDescriptor descriptor) {
        int after = GroupDescriptor.CHECKSUM + Short.BYTES;
        byte[] bytes = descriptor.bytes();
        int base = descriptor.base();
        if (superblock.hasChecksums()) {
            return metadata.checksum()
                            .number(descriptor.group())
                            .bytes(bytes, base, GroupDescriptor.CHECKSUM)
                            .bytes(new byte[Short.BYTES], 0, Short.BYTES)
                            .bytes(bytes, base + after, descriptorSize - after)
                            .value()
                    & 0xFFFF;
        }
        int crc = Crc16.of(~0, superblock.uuid(), 0, superblock.uuid().length);
        crc = Crc16.of(crc, Crc16.littleEndian(descriptor.group()), 0, Integer.BYTES);
        crc = Crc16.of(crc, bytes, base, GroupDescriptor.CHECKSUM);
        return Crc16.of(crc, bytes, base + after, descriptorSize - after);
    }
}
