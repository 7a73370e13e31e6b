package dev.ristretto.kernel.filesystem.memory;

import dev.ristretto.kernel.filesystem.Clock;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileSystem;
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
        this.clock = clock;
        space = new Space(capacity);
        root = new MemoryDirectory(this, DIRECTORY_PERMISSIONS, null);
        root.linked(clock.nanoseconds());
    }

    @Override
    public Directory root() {
        return root;
    }

    @Override
    public VolumeStatus status() {
        long free = space.capacity() - space.used();
        return new VolumeStatus(
                "tmpfs", BLOCK_SIZE, space.capacity() / BLOCK_SIZE, free / BLOCK_SIZE, 0, 0, FileSystem.LONGEST_NAME);
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
