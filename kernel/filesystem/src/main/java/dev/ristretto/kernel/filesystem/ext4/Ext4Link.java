package dev.ristretto.kernel.filesystem.ext4;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import dev.ristretto.kernel.filesystem.block.CachedBlock;
import dev.ristretto.kernel.filesystem.ext4.layout.Extent;
import dev.ristretto.kernel.filesystem.ext4.layout.ExtentTree;
import dev.ristretto.kernel.filesystem.ext4.layout.InodeFields;
import dev.ristretto.kernel.filesystem.ext4.layout.Metadata;

/** A symbolic link: a short target is in the inode, a long one in a block (section 3.5). */
final class Ext4Link extends Ext4Inode implements SymbolicLink {
    private static final int LONGEST = 4095;

    Ext4Link(Ext4Parts parts, long number, InodeFields fields) {
        super(parts, number, fields);
    }

    @Override
    public String target() throws FileFault {
        return operations().read(() -> {
            long size = fields().size();
            if (size < InodeFields.MAP_SIZE && !fields().has(InodeFields.EXTENTS)) {
                return FileNames.decode(fields().raw(), InodeFields.MAP, (int) size);
            }
            Extent extent = map(0);
            if (size > Math.min(LONGEST, parts().metadata().blockSize()) || extent.isHole()) {
                throw Metadata.corrupt("symbolic link " + number() + " of " + size + " bytes");
            }
            byte[] bytes = parts().metadata().read(extent.physical()).bytes();
            return FileNames.decode(bytes, 0, (int) size);
        });
    }

    /** Sets the target of a new link, in an operation of the journal. */
    void setTarget(String target) throws FileFault {
        byte[] bytes = FileNames.encode(target);
        if (bytes.length > Math.min(LONGEST, parts().metadata().blockSize() - 1)) {
            throw new FileFault(FileFault.Reason.NAME_TOO_LONG, target);
        }
        fields().setSize(bytes.length);
        if (bytes.length < InodeFields.MAP_SIZE) {
            System.arraycopy(bytes, 0, fields().raw(), InodeFields.MAP, bytes.length);
            return;
        }
        fields().setFlags(InodeFields.EXTENTS);
        ExtentTree.initialize(fields().raw());
        long physical = parts().blocks().allocateOne(parts().table().goal(number()));
        parts().tree(this).insert(new Extent(0, physical, 1, true));
        addBlocks(1);
        CachedBlock block = parts().metadata().journal().create(physical);
        System.arraycopy(bytes, 0, block.bytes(), 0, bytes.length);
    }
}
