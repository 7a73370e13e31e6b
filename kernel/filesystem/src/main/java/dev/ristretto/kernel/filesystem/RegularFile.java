package dev.ristretto.kernel.filesystem;

import java.nio.ByteBuffer;

/** A file of bytes, each at a position from 0 on. Safe for use by several threads: every operation is atomic. */
public final class RegularFile extends Inode {
    private static final byte[] NOTHING = {};

    private final Blocks blocks;
    private final Clock clock;

    RegularFile(long number, int permissions, Space space, Clock clock) {
        this(number, permissions, space, clock, NOTHING, clock.nanoseconds());
    }

    RegularFile(long number, int permissions, Space space, Clock clock, byte[] initial, long modified) {
        super(number, permissions, modified);
        this.clock = clock;
        blocks = new Blocks(space, initial);
    }

    @Override
    public FileKind kind() {
        return FileKind.REGULAR;
    }

    @Override
    public long size() {
        synchronized (blocks) {
            return blocks.size();
        }
    }

    /**
     * Moves bytes from {@code position} on into {@code target}; their number, or -1 at or behind the end of the file.
     */
    public int read(long position, ByteBuffer target) {
        synchronized (blocks) {
            return blocks.read(position, target);
        }
    }

    /**
     * Moves bytes from {@code source} to {@code position} and on; what lies between there and the end of the file
     * becomes zero.
     *
     * @return how many; less than all only if the space ended in between
     * @throws FileFault NO_SPACE if there was none at all, TOO_LARGE if no file can be that long
     */
    public int write(long position, ByteBuffer source) throws FileFault {
        synchronized (blocks) {
            int count = blocks.write(position, source);
            contentsChanged(clock.nanoseconds());
            return count;
        }
    }

    /** Writes at the end; the position behind the last byte written. */
    public long append(ByteBuffer source) throws FileFault {
        synchronized (blocks) {
            long end = blocks.size();
            return end + write(end, source);
        }
    }

    /** Cuts the file, or extends it with zeros, to {@code size} bytes. */
    public void truncate(long size) throws FileFault {
        synchronized (blocks) {
            blocks.resize(size);
            contentsChanged(clock.nanoseconds());
        }
    }

    @Override
    void discard() {
        synchronized (blocks) {
            blocks.clear();
        }
    }
}
