package dev.ristretto.kernel.filesystem.ext4;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.InodeObjects;
import dev.ristretto.kernel.filesystem.ext4.layout.Ext4Superblock;
import dev.ristretto.kernel.filesystem.ext4.layout.ExtentTree;
import dev.ristretto.kernel.filesystem.ext4.layout.InodeFields;
import dev.ristretto.kernel.filesystem.ext4.layout.Metadata;

/** The inodes that somebody uses, and some that were used last: one object for each. */
final class Ext4Inodes {
    static final long ROOT = 2;
    private static final int OLD_SIZE = 128;
    private static final int ALL_EXTRA = 32;

    private final Ext4Parts parts;
    private final InodeObjects<Ext4Inode> objects = new InodeObjects<>();

    Ext4Inodes(Ext4Parts parts) {
        this.parts = parts;
    }

    /** An inode that a name leads to; CORRUPT if it cannot be. */
    Ext4Inode get(long number) throws FileFault {
        Ext4Inode inode = getOrphan(number);
        if (inode.fields().links() == 0
                || number < parts.metadata().superblock().firstInode() && number != ROOT) {
            throw Metadata.corrupt("a name leads to inode " + number + ", which is no file");
        }
        return inode;
    }

    /** An inode that may have lost its names. */
    Ext4Inode getOrphan(long number) throws FileFault {
        Ext4Inode inode = objects.get(number);
        if (inode == null) {
            inode = wrap(number, new InodeFields(parts.table().read(number)));
            objects.put(number, inode);
        }
        return inode;
    }

    /** A new inode without a name yet, in an operation of the journal. */
    Ext4Inode create(Ext4Inode parent, int mode) throws FileFault {
        boolean directory = (mode & InodeFields.KIND) == InodeFields.DIRECTORY;
        long number = parts.allocator().allocate(parent.number(), directory);
        Ext4Superblock superblock = parts.metadata().superblock();
        byte[] raw = new byte[superblock.inodeSize()];
        InodeFields fields = new InodeFields(raw);
        if (raw.length > OLD_SIZE) {
            int room = raw.length - OLD_SIZE;
            int wanted = superblock.wantedExtraSize() == 0 ? ALL_EXTRA : superblock.wantedExtraSize();
            fields.setExtraSize(Math.min(wanted & ~3, room));
        }
        long now = parts.operations().now();
        fields.setMode(mode);
        fields.setGeneration(Long.hashCode(now * 31 + number));
        fields.setTime(InodeFields.ACCESSED, now);
        fields.setTime(InodeFields.MODIFIED, now);
        fields.setTime(InodeFields.CHANGED, now);
        fields.setCreated(now);
        fields.setLinks(1);
        int kind = mode & InodeFields.KIND;
        if (kind == InodeFields.DIRECTORY || kind == InodeFields.REGULAR) {
            fields.setFlags(InodeFields.EXTENTS);
            ExtentTree.initialize(raw);
        }
        Ext4Inode inode = wrap(number, fields);
        objects.put(number, inode);
        parts.metadata().journal().onUndo(() -> {
            inode.setGone();
            forget(number);
        });
        return inode;
    }

    /** The inode is deleted; its number may stand for another one from now on. */
    void forget(long number) {
        objects.remove(number);
    }

    private Ext4Inode wrap(long number, InodeFields fields) throws FileFault {
        if (fields.has(InodeFields.STRANGE)) {
            throw new FileFault(
                    FileFault.Reason.UNSUPPORTED,
                    "inode " + number + " with flags 0x" + Integer.toHexString(fields.flags()));
        }
        int extra = fields.extraSize();
        if (extra % Integer.BYTES != 0 || extra > fields.raw().length - Math.min(OLD_SIZE, fields.raw().length)) {
            throw Metadata.corrupt("inode " + number + " has " + extra + " bytes of further fields");
        }
        if (fields.size() < 0
                || fields.size() > Ext4File.largest(parts.metadata().blockSize())) {
            throw Metadata.corrupt("inode " + number + " has " + fields.size() + " bytes");
        }
        return switch (fields.mode() & InodeFields.KIND) {
            case InodeFields.DIRECTORY -> new Ext4Directory(parts, number, fields);
            case InodeFields.REGULAR -> new Ext4File(parts, number, fields);
            case InodeFields.SYMBOLIC_LINK -> new Ext4Link(parts, number, fields);
            case InodeFields.CHARACTER_DEVICE, InodeFields.BLOCK_DEVICE, InodeFields.PIPE, InodeFields.SOCKET ->
                new Ext4Special(parts, number, fields);
            default -> throw Metadata.corrupt("inode " + number + " has mode 0" + Integer.toOctalString(fields.mode()));
        };
    }
}
