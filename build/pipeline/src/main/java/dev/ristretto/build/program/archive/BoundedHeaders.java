package dev.ristretto.build.program.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A tar archive whose headers are not longer than they have to be: they are read into memory, and compressed they may
 * be of any length. Not thread-safe.
 */
final class BoundedHeaders extends FilterInputStream {
    /** Of one file, with its name, its attributes and the padding before it. */
    private static final long MOST = 1 << 20;

    private long left = MOST;

    BoundedHeaders(InputStream in) {
        super(in);
    }

    /** What is read from now on is a header. */
    void header() {
        left = MOST;
    }

    /** What is read from now on are contents, of any length. */
    void contents() {
        left = Long.MAX_VALUE;
    }

    private void take(long bytes) throws IOException {
        left -= Math.max(0, bytes);
        if (left < 0) {
            throw new IOException("the header of a file has more than " + (MOST >> 20) + " MiB");
        }
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        take(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        take(read);
        return read;
    }

    @Override
    public long skip(long wanted) throws IOException {
        long skipped = super.skip(wanted);
        take(skipped);
        return skipped;
    }
}
