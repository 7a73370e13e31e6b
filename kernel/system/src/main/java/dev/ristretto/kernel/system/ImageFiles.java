package dev.ristretto.kernel.system;

import dev.ristretto.abi.VolumePlace;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.block.BlockDevice;
import dev.ristretto.kernel.filesystem.erofs.ErofsVolume;
import org.jspecify.annotations.Nullable;

/** The files that the image brings: EROFS on the disk that the host gives every instance of it. */
final class ImageFiles {
    private static @Nullable Volume mounted;

    private ImageFiles() {}

    /**
     * Mounts them if that has not been done.
     *
     * @throws IllegalStateException if they cannot be, with the reason
     */
    static synchronized Volume volume() {
        if (mounted == null) {
            BlockDevice disk = Disks.all().get(VolumePlace.ROOT);
            if (disk == null) {
                throw new IllegalStateException("the host has given no disk with the files of the image");
            }
            try {
                mounted = ErofsVolume.mount(disk, Disks::now, Disks.cacheBytes());
            } catch (FileFault e) {
                throw new IllegalStateException(
                        "the files of the image cannot be mounted: " + e.reason() + ", " + e.getMessage(), e);
            }
        }
        return mounted;
    }
}
