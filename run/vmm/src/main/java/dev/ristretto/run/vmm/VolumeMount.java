package dev.ristretto.run.vmm;

import dev.ristretto.abi.VolumePlace;
import java.nio.file.Path;

/**
 * A volume of an instance.
 *
 * @param disk the file of this host that is its disk
 * @param place where the instance finds it
 */
public record VolumeMount(Path disk, VolumePlace place) {
    /** The disk's file, with the path that programs of this host may use anywhere. */
    public Path file() {
        return disk.toAbsolutePath();
    }
}
