package dev.ristretto.kernel.filesystem.ext4.layout;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.CachedBlock;

/** Takes inodes and gives them free (section 2.6). Belongs to an operation of the journal. */
public final class InodeAllocator {
    private final Metadata metadata;
    private final BlockGroups groups;
    private final int perGroup;

    /** Takes inodes of these groups. */
    public InodeAllocator(Metadata metadata, BlockGroups groups) {
        this.metadata = metadata;
        this.groups = groups;
        perGroup = metadata.superblock().inodesPerGroup();
    }

    /** Takes an inode, in the group of {@code parent} if there is one; NO_SPACE if there is none at all. */
    public long allocate(long parent, boolean directory) throws FileFault {
        int home = (int) ((parent - 1) / perGroup);
        for (int i = 0; i < groups.count(); i++) {
            int group = (home + i) % groups.count();
            if (groups.get(group).freeInodes() == 0) {
                continue;
            }
            GroupDescriptor descriptor = groups.change(group);
            CachedBlock bitmap = bitmap(descriptor);
            int reserved = group == 0 ? metadata.superblock().firstInode() - 1 : 0;
            int index = BitSpan.next(bitmap.bytes(), reserved, perGroup, false);
            if (index == perGroup) {
                throw Metadata.corrupt("group " + group + " has no free inode, but says so");
            }
            int unused = Math.min(descriptor.unusedInodes(), perGroup - index - 1);
            descriptor.setUnusedInodes(groups.checksummed() ? unused : descriptor.unusedInodes());
            set(descriptor, bitmap, index, true, directory);
            return (long) group * perGroup + index + 1;
        }
        throw new FileFault(FileFault.Reason.NO_SPACE, "no free inode");
    }

    /** Gives an inode free. */
    public void free(long number, boolean directory) throws FileFault {
        GroupDescriptor descriptor = groups.change((int) ((number - 1) / perGroup));
        int index = (int) ((number - 1) % perGroup);
        CachedBlock bitmap = bitmap(descriptor);
        if (!BitSpan.get(bitmap.bytes(), index)) {
            throw Metadata.corrupt("inode " + number + " is given free twice");
        }
        set(descriptor, bitmap, index, false, directory);
    }

    private void set(GroupDescriptor descriptor, CachedBlock bitmap, int index, boolean taken, boolean directory) {
        byte[] bytes = metadata.journal().change(bitmap, Metadata.BITMAP + descriptor.group());
        BitSpan.fill(bytes, index, 1, taken);
        int difference = taken ? 1 : -1;
        descriptor.setFreeInodes(Math.max(descriptor.freeInodes() - difference, 0));
        if (directory) {
            descriptor.setDirectories(Math.max(descriptor.directories() + difference, 0));
        }
        descriptor.setInodeBitmapChecksum(metadata.hasChecksums() ? checksum(bytes) : 0);
        groups.seal(descriptor);
        metadata.changeSuperblock().addFreeInodes(-difference);
        metadata.superblock().seal();
    }

    private CachedBlock bitmap(GroupDescriptor descriptor) throws FileFault {
        if (groups.checksummed() && descriptor.has(GroupDescriptor.INODES_UNINITIALIZED)) {
            CachedBlock block = metadata.journal().create(descriptor.inodeBitmap());
            byte[] bytes = metadata.journal().change(block, Metadata.BITMAP + descriptor.group());
            BitSpan.fill(bytes, perGroup, bytes.length * Byte.SIZE - perGroup, true);
            descriptor.clear(GroupDescriptor.INODES_UNINITIALIZED);
            return block;
        }
        CachedBlock block = metadata.read(descriptor.inodeBitmap());
        if (block.purpose() != Metadata.BITMAP + descriptor.group()) {
            if (metadata.hasChecksums() && !descriptor.inodeBitmapMatches(checksum(block.bytes()))) {
                throw Metadata.corrupt("inode bitmap of group " + descriptor.group() + " has a wrong checksum");
            }
            block.setPurpose(Metadata.BITMAP + descriptor.group());
        }
        return block;
    }

    private int checksum(byte[] bytes) {
        return metadata.checksum().bytes(bytes, 0, perGroup / Byte.SIZE).value();
    }
}
