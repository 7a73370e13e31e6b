package dev.ristretto.kernel.filesystem.ext4;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.ext4.layout.Features;
import dev.ristretto.kernel.filesystem.ext4.layout.InodeFields;

/** How many names files have. Belongs to an operation of the journal. */
final class LinkCounts {
    /** The most that Linux allows. */
    static final int MOST = 65_000;

    private final Ext4Parts parts;

    LinkCounts(Ext4Parts parts) {
        this.parts = parts;
    }

    /** One name less, or a directory's last one; without names it goes to the list of orphans. */
    void loseName(Ext4Inode inode) throws FileFault {
        int left = inode instanceof Ext4Directory ? 0 : inode.fields().links() - 1;
        boolean mapped = inode.fields().blocks(parts.metadata().blockSize()) > 0
                && !inode.fields().has(InodeFields.EXTENTS)
                && inode.fields().attributeBlock() == 0;
        if (left == 0 && mapped) {
            throw new FileFault(FileFault.Reason.UNSUPPORTED, "inode " + inode.number() + " has no extents");
        }
        if (left == 0) {
            parts.orphans().add(inode);
        }
        set(inode, left);
    }

    void set(Ext4Inode inode, int links) throws FileFault {
        InodeFields fields = inode.edit();
        fields.setLinks(links);
        fields.setTime(InodeFields.CHANGED, parts.operations().now());
        inode.store();
    }

    /** One directory more in this one; with as many as can be counted the number says only that (feature dir_nlink). */
    void addSubdirectory(Ext4Inode directory, String name) throws FileFault {
        int links = directory.fields().links();
        boolean uncounted = parts.metadata().superblock().hasReadOnly(Features.DIR_NLINK);
        if (links >= MOST && !uncounted) {
            throw new FileFault(FileFault.Reason.TOO_MANY_NAMES, name);
        }
        directory.fields().setLinks(links == 1 || links >= MOST ? 1 : links + 1);
    }

    /** How many links a directory has with one directory less in it. */
    static int without(InodeFields directory) {
        return directory.links() > 2 ? directory.links() - 1 : directory.links();
    }

    /** Gives free what a file has that nobody can reach any more. */
    void reclaimIfUnused(Ext4Inode inode) {
        if (inode.fields().links() == 0 && !inode.opened() && !inode.gone()) {
            parts.orphans().reclaim(inode);
        }
    }
}
