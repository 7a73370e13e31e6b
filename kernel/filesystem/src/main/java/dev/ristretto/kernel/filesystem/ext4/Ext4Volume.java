package dev.ristretto.kernel.filesystem.ext4;

import dev.ristretto.kernel.filesystem.Clock;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.VolumeStatus;
import dev.ristretto.kernel.filesystem.block.BlockDevice;
import dev.ristretto.kernel.filesystem.ext4.layout.Ext4Superblock;
import dev.ristretto.kernel.filesystem.ext4.layout.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * A mounted ext4 file system. What {@code sync} has acknowledged survives a power cut at any moment; of what came
 * later, each operation is there wholly or not at all, except that a write may be there in part, from its beginning on.
 */
public final class Ext4Volume implements Volume {
    private final Ext4Parts parts;
    private final Directory root;

    private Ext4Volume(Ext4Parts parts, Directory root) {
        this.parts = parts;
        this.root = root;
    }

    /**
     * Mounts the file system on a device. Its journal is replayed, also for reading only.
     *
     * @param readOnly whether nothing is to be changed
     * @param cacheBytes how much of the device is kept in memory at most, besides what is not at its place yet
     * @throws FileFault CORRUPT if there is none or it cannot be, UNSUPPORTED with the name of a feature that has to be
     *     understood to read it, READ_ONLY if the journal has to be replayed and cannot, IO if the device fails
     */
    public static Ext4Volume mount(BlockDevice device, Clock clock, boolean readOnly, int cacheBytes) throws FileFault {
        Ext4Parts parts = new Ext4Mount(device, clock, readOnly, cacheBytes).run();
        Ext4Inode root = parts.operations().read(() -> parts.inodes().get(Ext4Inodes.ROOT));
        if (root instanceof Ext4Directory directory) {
            return new Ext4Volume(parts, directory);
        }
        throw Metadata.corrupt("the root is no directory");
    }

    @Override
    public Directory root() {
        return root;
    }

    @Override
    public VolumeStatus status() {
        synchronized (parts.operations()) {
            Ext4Superblock superblock = parts.metadata().superblock();
            return new VolumeStatus(
                    "ext4",
                    superblock.blockSize(),
                    superblock.blocks(),
                    superblock.freeBlocks(),
                    superblock.inodes(),
                    superblock.freeInodes(),
                    FileSystem.LONGEST_NAME);
        }
    }

    @Override
    public boolean readOnly() {
        return whyReadOnly() != null;
    }

    /** Why nothing can be changed, or null if it can. */
    public @Nullable String whyReadOnly() {
        return parts.operations().whyReadOnly();
    }

    @Override
    public long now() {
        return parts.operations().now();
    }

    @Override
    public void sync() throws FileFault {
        parts.operations().sync();
    }

    @Override
    public void close() throws FileFault {
        Ext4Mount.close(parts);
    }
}
