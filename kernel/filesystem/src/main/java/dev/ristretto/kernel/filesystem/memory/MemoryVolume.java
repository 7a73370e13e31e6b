package dev.ristretto.kernel.filesystem.memory;

import dev.ristretto.kernel.filesystem.Clock;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Folder;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.VolumeStatus;
import java.util.concurrent.atomic.AtomicLong;

/** A tree of files in the Java heap. */
public final class MemoryVolume implements Volume {
    private static final int DIRECTORY_PERMISSIONS = 0755;
    private static final long BLOCK_SIZE = 4096;

    private final Clock clock;
    private final Space space;
    private final AtomicLong lastNumber = new AtomicLong(1);
    private final MemoryDirectory root;

    /** An empty tree that holds at most {@code capacity} bytes of file contents. */
    public MemoryVolume(long capacity, Clock clock) {
        this(clock, new Space(capacity, null));
    }

    /** The same, whose contents count as those of {@code outer} too: together they hold no more than that may. */
    public MemoryVolume(long capacity, MemoryVolume outer) {
        this(outer.clock, new Space(capacity, outer.space));
    }

    private MemoryVolume(Clock clock, Space space) {
        this.clock = clock;
        this.space = space;
        root = new MemoryDirectory(this, DIRECTORY_PERMISSIONS, null);
        root.linked(clock.nanoseconds());
    }

    /** A tree that is {@code folder} from the start and can hold {@code capacity} bytes more. */
    public MemoryVolume(long capacity, Clock clock, Folder folder) {
        this.clock = clock;
        this.space = new Space(capacity, null);
        root = new MemoryDirectory(this, DIRECTORY_PERMISSIONS, null, folder);
        root.linked(folder.modified());
    }

    @Override
    public Directory root() {
        return root;
    }

    @Override
    public VolumeStatus status() {
        return new VolumeStatus(
                "tmpfs",
                BLOCK_SIZE,
                space.capacity() / BLOCK_SIZE,
                space.free() / BLOCK_SIZE,
                0,
                0,
                FileSystem.LONGEST_NAME);
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public long now() {
        return clock.nanoseconds();
    }

    /** Memory knows nothing more durable than itself. */
    @Override
    public void sync() {}

    @Override
    public void close() {}

    Clock clock() {
        return clock;
    }

    Space space() {
        return space;
    }

    long nextNumber() {
        return lastNumber.incrementAndGet();
    }
}
