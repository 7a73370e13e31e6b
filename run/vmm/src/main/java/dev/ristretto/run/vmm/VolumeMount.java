package dev.ristretto.run.vmm;

import dev.ristretto.abi.VolumePlace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files of an instance that are on a disk: a volume, or those of its image.
 *
 * @param disk the file of this host that is its disk
 * @param place where the instance finds it
 */
public record VolumeMount(Path disk, VolumePlace place) {
    /**
     * All disks of an instance.
     *
     * @param root the file system with the image's own files, if it has some
     */
    public static List<VolumeMount> all(Optional<Path> root, List<VolumeMount> volumes) {
        return Stream.concat(root.map(file -> new VolumeMount(file, VolumePlace.ROOT)).stream(), volumes.stream())
                .toList();
    }

    /** The disk's file, with the path that programs of this host may use anywhere. */
    public Path file() {
        return disk.toAbsolutePath();
    }
}
