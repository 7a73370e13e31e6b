package dev.ristretto.kernel.filesystem.ext4;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.put32;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u32;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.CachedBlock;
import dev.ristretto.kernel.filesystem.ext4.layout.Ext4Superblock;
import dev.ristretto.kernel.filesystem.ext4.layout.Extent;
import dev.ristretto.kernel.filesystem.ext4.layout.ExtentNode;
import dev.ristretto.kernel.filesystem.ext4.layout.ExtentTree;
import dev.ristretto.kernel.filesystem.ext4.layout.Features;
import dev.ristretto.kernel.filesystem.ext4.layout.InodeFields;
import dev.ristretto.kernel.filesystem.ext4.layout.Metadata;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * Files that have no name any more but are still open, or are being cut (section 3.1.4): after a power cut the next
 * mount finishes what was begun with them. The list goes through the inodes; the superblock has the first.
 */
final class OrphanList {
    private static final long MAGIC = 0x0B10_CA04;
    private static final int TAIL = 8;
    private static final int EXTENTS_OF_A_STEP = 8;
    private static final int LOGGED_BLOCKS_OF_A_STEP = 64;

    private final Ext4Parts parts;
    private final List<Long> numbers = new ArrayList<>();

    OrphanList(Ext4Parts parts) {
        this.parts = parts;
    }

    /** Puts an inode on the list, in an operation of the journal. The caller stores it. */
    void add(Ext4Inode inode) {
        if (numbers.contains(inode.number())) {
            return;
        }
        Ext4Superblock superblock = parts.metadata().changeSuperblock();
        inode.edit().setDeleted(superblock.lastOrphan());
        superblock.setLastOrphan(inode.number());
        superblock.seal();
        numbers.add(inode.number());
        parts.metadata().journal().onUndo(() -> numbers.remove(inode.number()));
    }

    /** Takes an inode off the list, in an operation of the journal. The caller stores it. */
    void remove(Ext4Inode inode) throws FileFault {
        int place = numbers.indexOf(inode.number());
        if (place < 0) {
            return;
        }
        long next = inode.fields().deleted();
        if (place == numbers.size() - 1) {
            parts.metadata().changeSuperblock().setLastOrphan(next);
            parts.metadata().superblock().seal();
        } else {
            Ext4Inode before = parts.inodes().getOrphan(numbers.get(place + 1));
            before.edit().setDeleted(next);
            before.store();
        }
        inode.edit().setDeleted(0);
        numbers.remove(place);
        parts.metadata().journal().onUndo(() -> numbers.add(place, inode.number()));
    }

    /** Gives free what an inode has that nobody can reach any more. What fails is done when next mounted. */
    void reclaim(Ext4Inode inode) {
        try {
            delete(inode);
        } catch (FileFault e) {
            // The name is gone and that is what was asked; the inode is still on the list.
            return;
        }
    }

    /** Gives blocks of a file free, from one of them on, in as many operations as that takes. */
    void cut(Ext4Inode inode, long from) throws FileFault {
        boolean more = inode.fields().has(InodeFields.EXTENTS);
        while (more) {
            more = parts.operations().change(() -> cutStep(inode, from));
        }
    }

    /** Finishes what was begun before the volume was last unmounted, or lost its power. */
    void recover() throws FileFault {
        Ext4Superblock superblock = parts.metadata().superblock();
        SequencedSet<Long> found = new LinkedHashSet<>();
        for (long number = superblock.lastOrphan(); number != 0; ) {
            if (number < superblock.firstInode() || !found.add(number)) {
                throw Metadata.corrupt("inode " + number + " cannot be in the list of orphans");
            }
            number = parts.inodes().getOrphan(number).fields().deleted();
        }
        numbers.addAll(found.reversed());
        for (long number : found) {
            finish(parts.inodes().getOrphan(number));
        }
        if (superblock.hasReadOnly(Features.ORPHAN_PRESENT)) {
            recoverFile(superblock.orphanFile());
        }
    }

    private void finish(Ext4Inode inode) throws FileFault {
        if (inode.fields().links() == 0) {
            delete(inode);
        } else {
            int blockSize = parts.metadata().blockSize();
            cut(inode, (inode.fields().size() + blockSize - 1) / blockSize);
            parts.operations().change(() -> {
                remove(inode);
                inode.store();
            });
        }
    }

    /** Linux may keep the numbers in a file instead (feature orphan_file); new ones go to the list all the same. */
    private void recoverFile(long number) throws FileFault {
        Ext4Inode file = parts.inodes().getOrphan(number);
        int blockSize = parts.metadata().blockSize();
        long count = file.fields().size() / blockSize;
        if (!(file instanceof Ext4File) || count > parts.metadata().superblock().blocks()) {
            throw Metadata.corrupt("inode " + number + " is no file of orphans");
        }
        for (long index = 0; index < count; index++) {
            Extent extent = file.map(index);
            if (extent.isHole()) {
                throw Metadata.corrupt("the file of orphans has a hole");
            }
            CachedBlock block = parts.metadata().read(extent.physical());
            if (u32(block.bytes(), blockSize - TAIL) != MAGIC || !checksumRight(file, block)) {
                throw Metadata.corrupt("the file of orphans has a wrong checksum");
            }
            for (int at = 0; at < blockSize - TAIL; at += Integer.BYTES) {
                long orphan = u32(block.bytes(), at);
                if (orphan != 0) {
                    Ext4Inode inode = parts.inodes().getOrphan(orphan);
                    parts.operations().change(() -> {
                        add(inode);
                        inode.store();
                    });
                    finish(inode);
                    clear(file, block.number(), at);
                }
            }
        }
        parts.operations().change(() -> {
            parts.metadata().changeSuperblock().clearOrphanPresent();
            parts.metadata().superblock().seal();
        });
    }

    private void clear(Ext4Inode file, long number, int at) throws FileFault {
        parts.operations().change(() -> {
            CachedBlock block = parts.metadata().read(number);
            byte[] bytes = parts.metadata().journal().change(block, 0);
            put32(bytes, at, 0);
            if (parts.metadata().hasChecksums()) {
                put32(bytes, bytes.length - Integer.BYTES, checksum(file, block));
            }
        });
    }

    private boolean checksumRight(Ext4Inode file, CachedBlock block) {
        byte[] bytes = block.bytes();
        return !parts.metadata().hasChecksums()
                || u32(bytes, bytes.length - Integer.BYTES) == (checksum(file, block) & 0xFFFF_FFFFL);
    }

    private int checksum(Ext4Inode file, CachedBlock block) {
        return parts.metadata()
                .checksum(file.number(), file.fields().generation())
                .number(block.number())
                .bytes(block.bytes(), 0, block.bytes().length - TAIL)
                .value();
    }

    private void delete(Ext4Inode inode) throws FileFault {
        cut(inode, 0);
        parts.operations().change(() -> {
            new ExtendedAttributes(parts, inode).release();
            remove(inode);
            InodeFields fields = inode.edit();
            fields.setSize(0);
            fields.setDeleted(parts.operations().nowSeconds());
            inode.store();
            parts.allocator().free(inode.number(), inode instanceof Ext4Directory);
            inode.setGone();
            parts.inodes().forget(inode.number());
        });
    }

    private boolean cutStep(Ext4Inode inode, long from) throws FileFault {
        boolean logged = !(inode instanceof Ext4File);
        InodeFields unused = inode.edit();
        ExtentTree tree = parts.tree(inode);
        for (int i = 0; i < (logged ? 1 : EXTENTS_OF_A_STEP); i++) {
            Extent removed = tree.removeLast(from, logged ? LOGGED_BLOCKS_OF_A_STEP : ExtentNode.LONGEST);
            if (removed == null) {
                inode.store();
                return false;
            }
            parts.blocks().free(removed.physical(), removed.length(), logged);
            inode.addBlocks(-removed.length());
        }
        inode.store();
        return true;
    }
}
