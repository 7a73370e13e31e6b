package dev.ristretto.build.program.archive;

import dev.ristretto.build.BuildException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Counts what comes out of compressed files, so that a small archive cannot fill a disk. Not thread-safe.
 */
final class UnpackedBytes {
    private static final int BUFFER = 1 << 16;

    private final long most;
    private long count;

    /** @param most bytes of one image */
    UnpackedBytes(long most) {
        this.most = most;
    }

    private void add(long bytes) {
        count += Math.max(0, bytes);
        if (count > most) {
            throw new BuildException("The image has more than " + (most >> 20)
                    + " MiB once it is unpacked, which is the limit. Save one with less in it.");
        }
    }

    /** A stream whose bytes count. */
    InputStream counted(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                int read = super.read();
                add(read < 0 ? 0 : 1);
                return read;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                add(read);
                return read;
            }

            @Override
            public long skip(long wanted) throws IOException {
                long skipped = super.skip(wanted);
                add(skipped);
                return skipped;
            }
        };
    }

    /** Copies what counts, until the thread is interrupted. */
    void copy(InputStream in, OutputStream out) throws IOException, InterruptedException {
        copyAll(counted(in), out);
    }

    /**
     * Copies all of a stream.
     *
     * @return how many bytes
     * @throws InterruptedException if the thread is interrupted
     */
    static long copyAll(InputStream in, OutputStream out) throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER];
        long copied = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            out.write(buffer, 0, n);
            copied += n;
        }
        return copied;
    }
}
