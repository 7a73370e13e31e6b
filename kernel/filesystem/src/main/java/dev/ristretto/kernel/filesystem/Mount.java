package dev.ristretto.kernel.filesystem;

import org.jspecify.annotations.Nullable;

/**
 * A volume at its place in the tree of a {@link FileSystem}.
 *
 * @param path where it was mounted
 * @param volume what is there
 * @param number tells it apart from the other mounts of its file system; the root has 1
 * @param covered the directory that it hides, null for the root; held, so that a walk meets the same object again
 * @param parent the mount that the covered directory is in, null for the root
 * @param watches who watches its directories
 */
public record Mount(
        String path,
        Volume volume,
        long number,
        @Nullable Directory covered,
        @Nullable Mount parent,
        FileWatches watches) {
    /** The number of the volume that a file system begins with. */
    public static final long ROOT_NUMBER = 1;
}
