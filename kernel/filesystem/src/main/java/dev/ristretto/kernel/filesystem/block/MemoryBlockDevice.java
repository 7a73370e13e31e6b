package dev.ristretto.kernel.filesystem.block;

import java.nio.ByteBuffer;

/** A disk in the Java heap. What was never written takes no memory and is zero. */
public final class MemoryBlockDevice implements BlockDevice {
    private static final int CHUNK = 1 << 16;

    private final long size;
    private final byte[][] chunks;

    /** An empty disk of {@code size} bytes. */
    public MemoryBlockDevice(long size) {
        this.size = size;
        chunks = new byte[Math.toIntExact((size + CHUNK - 1) / CHUNK)][];
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public synchronized void read(long position, ByteBuffer target) throws BlockFault {
        requireInside(position, target.remaining());
        for (long at = position; target.hasRemaining(); ) {
            int offset = (int) (at % CHUNK);
            int length = Math.min(CHUNK - offset, target.remaining());
            byte[] chunk = chunks[(int) (at / CHUNK)];
            if (chunk == null) {
                target.put(new byte[length]);
            } else {
                target.put(chunk, offset, length);
            }
            at += length;
        }
    }

    @Override
    public synchronized void write(long position, ByteBuffer source) throws BlockFault {
        requireInside(position, source.remaining());
        for (long at = position; source.hasRemaining(); ) {
            int offset = (int) (at % CHUNK);
            int length = Math.min(CHUNK - offset, source.remaining());
            int index = (int) (at / CHUNK);
            if (chunks[index] == null) {
                chunks[index] = new byte[CHUNK];
            }
            source.get(chunks[index], offset, length);
            at += length;
        }
    }

    @Override
    public void flush() {}

    @Override
    public void discard(long position, long length) throws BlockFault {
        requireInside(position, length);
    }
}
