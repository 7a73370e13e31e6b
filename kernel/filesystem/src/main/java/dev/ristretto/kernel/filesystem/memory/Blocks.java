package dev.ristretto.kernel.filesystem.memory;

import dev.ristretto.kernel.filesystem.FileFault;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one file in blocks of equal size, so that growing never copies them. A block that was never written is
 * not there; it reads as what the file held from the start, and behind that as zeros. Not safe for use by several
 * threads.
 */
final class Blocks {
    /** Small enough for a small heap's allocation buffers, large enough that the table of a large file stays small. */
    static final int BLOCK_SIZE = 8192;

    private static final long LARGEST_FILE = (long) BLOCK_SIZE << 20;

    private final Space space;
    /** What the file held from the start; never written, for it may lie in the image. */
    private final byte[] initial;

    private byte[] @Nullable [] table = new byte[1][];
    private long size;
    /** How much of the initial bytes no truncation has cut off. */
    private int initialSize;

    Blocks(Space space, byte[] initial) {
        this.space = space;
        this.initial = initial;
        initialSize = initial.length;
        size = initial.length;
    }

    long size() {
        return size;
    }

    int read(long position, ByteBuffer target) {
        if (position >= size) {
            return target.hasRemaining() ? -1 : 0;
        }
        int count = (int) Math.min(target.remaining(), size - position);
        for (int done = 0; done < count; ) {
            long at = position + done;
            int offset = (int) (at % BLOCK_SIZE);
            int length = Math.min(count - done, BLOCK_SIZE - offset);
            byte[] block = block(at);
            if (block == null) {
                readInitial(at, target, length);
            } else {
                target.put(block, offset, length);
            }
            done += length;
        }
        return count;
    }

    int write(long position, ByteBuffer source) throws FileFault {
        int count = source.remaining();
        checkLength(position + count);
        int done = 0;
        while (done < count) {
            long at = position + done;
            int offset = (int) (at % BLOCK_SIZE);
            int length = Math.min(count - done, BLOCK_SIZE - offset);
            byte[] block;
            try {
                block = blockForWriting(at);
            } catch (FileFault e) {
                if (done > 0) {
                    break;
                }
                throw e;
            }
            source.get(block, offset, length);
            done += length;
        }
        size = done == 0 ? size : Math.max(size, position + done);
        return done;
    }

    void resize(long newSize) throws FileFault {
        checkLength(newSize);
        if (newSize < size) {
            cut(newSize);
        }
        size = newSize;
    }

    void clear() {
        cut(0);
        size = 0;
    }

    /** Gives back the blocks behind {@code end} and zeroes the rest of the last one, which may grow back into view. */
    private void cut(long end) {
        int kept = (int) ((end + BLOCK_SIZE - 1) / BLOCK_SIZE);
        for (int i = kept; i < table.length; i++) {
            if (table[i] != null) {
                table[i] = null;
                space.giveBack(BLOCK_SIZE);
            }
        }
        initialSize = (int) Math.min(initialSize, end);
        byte[] last = end % BLOCK_SIZE == 0 ? null : block(end);
        if (last != null) {
            Arrays.fill(last, (int) (end % BLOCK_SIZE), BLOCK_SIZE, (byte) 0);
        }
    }

    private byte @Nullable [] block(long position) {
        int index = (int) (position / BLOCK_SIZE);
        return index < table.length ? table[index] : null;
    }

    private byte[] blockForWriting(long position) throws FileFault {
        int index = (int) (position / BLOCK_SIZE);
        if (index >= table.length) {
            table = Arrays.copyOf(table, Math.max(index + 1, table.length * 2));
        }
        byte[] block = table[index];
        if (block == null) {
            space.take(BLOCK_SIZE, "file of " + size + " bytes");
            block = new byte[BLOCK_SIZE];
            long start = (long) index * BLOCK_SIZE;
            if (start < initialSize) {
                System.arraycopy(initial, (int) start, block, 0, (int) Math.min(BLOCK_SIZE, initialSize - start));
            }
            table[index] = block;
        }
        return block;
    }

    private static void checkLength(long length) throws FileFault {
        if (length < 0) {
            throw new FileFault(FileFault.Reason.INVALID, "length " + length);
        }
        if (length > LARGEST_FILE) {
            throw new FileFault(FileFault.Reason.TOO_LARGE, "length " + length + ", at most " + LARGEST_FILE);
        }
    }

    private void readInitial(long position, ByteBuffer target, int length) {
        int available = (int) Math.clamp(initialSize - position, 0, length);
        if (available > 0) {
            target.put(initial, (int) position, available);
        }
        for (int i = available; i < length; i++) {
            target.put((byte) 0);
        }
    }
}
