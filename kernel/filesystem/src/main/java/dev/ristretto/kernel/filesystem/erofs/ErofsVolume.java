package dev.ristretto.kernel.filesystem.erofs;

import dev.ristretto.kernel.filesystem.Clock;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.VolumeStatus;
import dev.ristretto.kernel.filesystem.block.BlockDevice;

/** A mounted EROFS file system; it is always read-only. */
public final class ErofsVolume implements Volume {
    private final ErofsImage image;
    private final Clock clock;
    private final Directory root;

    private ErofsVolume(ErofsImage image, Clock clock, Directory root) {
        this.image = image;
        this.clock = clock;
        this.root = root;
    }

    /**
     * Mounts the file system on a device.
     *
     * @param cacheBytes how much of the device is kept in memory at most
     * @throws FileFault CORRUPT if there is none or it cannot be, UNSUPPORTED if it is compressed or has another
     *     feature that has to be understood, IO if the device fails
     */
    public static ErofsVolume mount(BlockDevice device, Clock clock, int cacheBytes) throws FileFault {
        ErofsImage image = new ErofsImage(device, cacheBytes);
        if (image.inode(image.rootNumber()) instanceof ErofsDirectory root) {
            return new ErofsVolume(image, clock, root);
        }
        throw new FileFault(FileFault.Reason.CORRUPT, "EROFS: the root is no directory");
    }

    @Override
    public Directory root() {
        return root;
    }

    @Override
    public VolumeStatus status() {
        return new VolumeStatus(
                "erofs", image.blockSize(), image.blocks(), 0, image.inodes(), 0, FileSystem.LONGEST_NAME);
    }

    @Override
    public boolean readOnly() {
        return true;
    }

    @Override
    public long now() {
        return clock.nanoseconds();
    }

    @Override
    public void sync() {}

    @Override
    public void close() {}
}
