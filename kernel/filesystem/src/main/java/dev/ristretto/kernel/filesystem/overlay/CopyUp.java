package dev.ristretto.kernel.filesystem.overlay;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.RegularFile;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Copies the contents of a file, through a buffer of bounded size. */
final class CopyUp {
    private static final int CHUNK = 1 << 16;

    /** What is zero as a whole becomes a hole: no file system has smaller blocks that matter. */
    private static final int PIECE = 4096;

    private static final byte[] ZEROS = new byte[PIECE];

    private CopyUp() {}

    /**
     * Copies the first {@code length} bytes of a file into an empty one, wholly or not at all. The times of that stay.
     *
     * @throws FileFault what reading or writing fails with; CORRUPT if there are not as many bytes
     */
    static void copy(RegularFile from, RegularFile to, long length) throws FileFault {
        long accessed = to.accessed();
        long modified = to.modified();
        long changed = to.changed();
        try {
            copyContents(from, to, length);
        } catch (FileFault e) {
            to.truncate(0);
            throw e;
        } finally {
            to.setTimes(accessed, modified, changed);
        }
    }

    private static void copyContents(RegularFile from, RegularFile to, long length) throws FileFault {
        to.truncate(length);
        byte[] chunk = new byte[(int) Math.min(CHUNK, length)];
        for (long at = 0; at < length; at += chunk.length) {
            int count = (int) Math.min(chunk.length, length - at);
            if (!from.readFully(at, ByteBuffer.wrap(chunk, 0, count))) {
                throw new FileFault(
                        FileFault.Reason.CORRUPT,
                        "inode " + from.number() + " ends before byte " + (at + count) + ", not at " + from.size());
            }
            for (int start = 0; start < count; start += PIECE) {
                int size = Math.min(PIECE, count - start);
                if (!Arrays.equals(chunk, start, start + size, ZEROS, 0, size)) {
                    writeAll(to, at + start, ByteBuffer.wrap(chunk, start, size));
                }
            }
        }
    }

    private static void writeAll(RegularFile to, long position, ByteBuffer source) throws FileFault {
        for (long at = position; source.hasRemaining(); ) {
            at += to.write(at, source);
        }
    }
}
