package dev.ristretto.kernel.filesystem;

import org.jspecify.annotations.Nullable;

/** A volume at its place in the tree of a {@link FileSystem}. Safe for use by several threads. */
public final class Mount {
    /** The number of the volume that a file system begins with. */
    public static final long ROOT_NUMBER = 1;

    private final String path;
    private final Volume volume;
    private final long number;
    private final @Nullable Directory covered;
    private final @Nullable Mount parent;
    private final FileWatches watches;
    private volatile boolean restricted;

    /**
     * A volume that may be changed as far as it allows that.
     *
     * @param path where it was mounted
     * @param volume what is there
     * @param number tells it apart from the other mounts of its file system; the root has 1
     * @param covered the directory that it hides, null for the root; held, so that a walk meets the same object again
     * @param parent the mount that the covered directory is in, null for the root
     * @param watches who watches its directories
     */
    Mount(
            String path,
            Volume volume,
            long number,
            @Nullable Directory covered,
            @Nullable Mount parent,
            FileWatches watches) {
        this.path = path;
        this.volume = volume;
        this.number = number;
        this.covered = covered;
        this.parent = parent;
        this.watches = watches;
    }

    /** Where it was mounted. */
    public String path() {
        return path;
    }

    /** What is there. */
    public Volume volume() {
        return volume;
    }

    /** Tells it apart from the other mounts of its file system. */
    public long number() {
        return number;
    }

    @Nullable
    Directory covered() {
        return covered;
    }

    @Nullable
    Mount parent() {
        return parent;
    }

    /** Who watches its directories. */
    public FileWatches watches() {
        return watches;
    }

    /**
     * Whether nothing can be changed by way of it: its volume is read-only, or it is so itself. The volume's inodes
     * know nothing of the latter; who hands them out asks here before they are changed.
     */
    public boolean readOnly() {
        return restricted || volume.readOnly();
    }

    /** Nothing can be changed by way of it from now on. */
    void restrict() {
        restricted = true;
    }

    /** Refuses a change at {@code at} with READ_ONLY. */
    void requireWritable(String at) throws FileFault {
        if (readOnly()) {
            throw new FileFault(FileFault.Reason.READ_ONLY, at);
        }
    }
}
