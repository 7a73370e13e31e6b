package dev.ristretto.kernel.posix;

import dev.ristretto.kernel.filesystem.Mount;
import dev.ristretto.kernel.filesystem.VolumeStatus;

/**
 * What statvfs(3) and the table of mounts tell of a file system.
 *
 * @param type its type, as mount(8) names it
 * @param path where it is mounted
 * @param device the number by which {@link FileStatus#device} names it
 * @param readOnly whether nothing in it can be changed
 * @param blockSize bytes of a block
 * @param blocks how many blocks there are
 * @param free how many of them are free
 * @param files how many files there can be, 0 if that has no limit of its own
 * @param freeFiles how many more there can be, 0 if that has no limit of its own
 * @param longestName bytes of the longest name
 */
public record FileSystemStatus(
        String type,
        String path,
        long device,
        boolean readOnly,
        long blockSize,
        long blocks,
        long free,
        long files,
        long freeFiles,
        int longestName) {
    /** Of the file system of a mount. */
    public static FileSystemStatus of(Mount mount) {
        VolumeStatus status = mount.volume().status();
        return new FileSystemStatus(
                status.type(),
                mount.path(),
                mount.number(),
                mount.readOnly(),
                status.blockSize(),
                status.blocks(),
                status.free(),
                status.files(),
                status.freeFiles(),
                status.longestName());
    }
}
