package dev.ristretto.kernel.personality.jdk.resource;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Reads a file of the instance from its beginning. Safe for use by several threads. */
final class RegularFileStream extends InputStream {
    private static final int BYTE = 0xff;

    private final RegularFile file;
    private long position;
    private boolean closed;

    RegularFileStream(RegularFile file) {
        this.file = file;
        file.open();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & BYTE;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        try {
            int count = file.read(position, ByteBuffer.wrap(target, offset, length));
            position += Math.max(0, count);
            return count;
        } catch (FileFault e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public synchronized long skip(long count) {
        long skipped = Math.clamp(file.size() - position, 0, Math.max(0, count));
        position += skipped;
        return skipped;
    }

    @Override
    public synchronized int available() {
        return (int) Math.clamp(file.size() - position, 0, Integer.MAX_VALUE);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            file.close();
        }
    }
}
