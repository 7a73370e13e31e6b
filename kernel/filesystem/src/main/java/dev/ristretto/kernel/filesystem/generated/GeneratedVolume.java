package dev.ristretto.kernel.filesystem.generated;

import dev.ristretto.kernel.filesystem.Clock;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.VolumeStatus;

/**
 * A tree of files whose content is made when it is asked for. Names cannot be changed; what the files say may change at
 * any time. Two objects for the same file are equal.
 */
public final class GeneratedVolume implements Volume {
    private static final int BLOCK_SIZE = 4096;
    private static final long ROOT_NUMBER = 1;
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

    private final String type;
    private final Clock clock;
    private final long begin;
    private final GeneratedDirectory root;

    /**
     * A volume of what {@code names} has.
     *
     * @param type of the file system, as mount(8) names it
     */
    public GeneratedVolume(String type, Clock clock, GeneratedNode.Names names) {
        this.type = type;
        this.clock = clock;
        begin = clock.nanoseconds();
        root = new GeneratedDirectory(this, ROOT_NUMBER, null, "", names);
    }

    @Override
    public Directory root() {
        return root;
    }

    @Override
    public VolumeStatus status() {
        return new VolumeStatus(type, BLOCK_SIZE, 0, 0, 0, 0, FileSystem.LONGEST_NAME);
    }

    /** Names never change; files decide themselves. */
    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public long now() {
        return clock.nanoseconds();
    }

    @Override
    public void sync() {}

    @Override
    public void close() {}

    long begin() {
        return begin;
    }

    /** The number of a file, which its path alone decides: above 1, and positive. */
    long number(long parent, String name) {
        long mixed = (parent * 31 + name.hashCode()) * SPREAD;
        return (mixed ^ mixed >>> 32) & Long.MAX_VALUE | 2;
    }
}
