package dev.ristretto.kernel.filesystem.overlay;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.VolumeStatus;

/**
 * The files of a lower volume, which is never written to, with what has been changed since in an upper one. As long as
 * a file is unchanged, nothing of it is kept but what somebody uses; when its properties are first changed, these are
 * copied up, and when its contents are, those too.
 *
 * <p>Nothing of it outlives this object: names and whiteouts are in the heap, and what the upper volume holds has no
 * names there. That is why directories can be renamed without copying what is below, and why a file keeps its number
 * and all of its names when it is copied up, other than in an overlay of Linux. Folders that are there from the start
 * (UNSUPPORTED) can be mounted instead.
 */
public final class OverlayVolume implements Volume {
    private final Volume lower;
    private final Volume upper;
    private final OverlayDirectory root;

    /**
     * Lays {@code upper} over {@code lower}, of which nothing but the root is looked at yet.
     *
     * @param lower what the tree is at first; it must not change
     * @param upper can be written to, is empty and used by nobody else; its space is what changes may take
     */
    public OverlayVolume(Volume lower, Volume upper) {
        this.lower = lower;
        this.upper = upper;
        root = OverlayDirectory.root(new OverlayInodes(upper), lower.root());
    }

    @Override
    public Directory root() {
        return root;
    }

    /** What is free is what the upper volume has left. */
    @Override
    public VolumeStatus status() {
        VolumeStatus space = upper.status();
        return new VolumeStatus(
                "overlay",
                space.blockSize(),
                space.blocks(),
                space.free(),
                space.files(),
                space.freeFiles(),
                FileSystem.LONGEST_NAME);
    }

    @Override
    public boolean readOnly() {
        return upper.readOnly();
    }

    @Override
    public long now() {
        return upper.now();
    }

    /** Nothing is more durable than this object. */
    @Override
    public void sync() {}

    @Override
    public void close() throws FileFault {
        try {
            upper.close();
        } finally {
            lower.close();
        }
    }
}
