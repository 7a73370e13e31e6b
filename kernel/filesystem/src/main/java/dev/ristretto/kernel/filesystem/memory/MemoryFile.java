package dev.ristretto.kernel.filesystem.memory;

import dev.ristretto.kernel.filesystem.Clock;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.RegularFile;
import java.nio.ByteBuffer;

/** A regular file whose bytes are in the heap. */
final class MemoryFile extends MemoryInode implements RegularFile {
    private static final byte[] NOTHING = {};

    private final Blocks blocks;
    private final Clock clock;

    MemoryFile(long number, int permissions, Space space, Clock clock) {
        this(number, permissions, space, clock, NOTHING, clock.nanoseconds());
    }

    MemoryFile(long number, int permissions, Space space, Clock clock, byte[] initial, long modified) {
        super(number, permissions, modified);
        this.clock = clock;
        blocks = new Blocks(space, initial);
    }

    @Override
    public long size() {
        synchronized (blocks) {
            return blocks.size();
        }
    }

    @Override
    public int read(long position, ByteBuffer target) {
        synchronized (blocks) {
            return blocks.read(position, target);
        }
    }

    @Override
    public int write(long position, ByteBuffer source) throws FileFault {
        synchronized (blocks) {
            int count = blocks.write(position, source);
            if (count > 0) {
                touch(clock.nanoseconds());
            }
            return count;
        }
    }

    @Override
    public long append(ByteBuffer source) throws FileFault {
        synchronized (blocks) {
            long end = blocks.size();
            return end + write(end, source);
        }
    }

    @Override
    public void truncate(long size) throws FileFault {
        synchronized (blocks) {
            blocks.resize(size);
            touch(clock.nanoseconds());
        }
    }

    @Override
    void discard() {
        synchronized (blocks) {
            blocks.clear();
        }
    }
}
