package dev.ristretto.kernel.network.buffer;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A queue of bytes in chunks of a {@link ChunkPool}: appended at the tail, readable at any offset, removed at the head.
 * Bytes can also be placed beyond the tail before those between are there (segments out of order). An empty queue holds
 * no chunk.
 */
public final class ByteQueue {
    private static final int MASK = ChunkPool.CHUNK - 1;
    private static final byte[] @Nullable [] NONE = {};

    private final ChunkPool pool;
    /** Ring of chunks, a power of two long; null where nothing has been placed yet. */
    private byte[] @Nullable [] ring = NONE;
    /** Index in the ring of the chunk that holds the head. */
    private int first;
    /** Offset of the head in its chunk. */
    private int head;

    private int size;
    private int chunks;

    /** An empty queue. */
    public ByteQueue(ChunkPool pool) {
        this.pool = pool;
    }

    /** Bytes from head to tail. */
    public int size() {
        return size;
    }

    /**
     * Appends bytes of {@code source} from its position on, at most {@code limit}; returns how many found room.
     *
     * @throws OutOfMemoryError if there is no memory; then nothing that counts has changed
     */
    public int append(ByteBuffer source, int limit) {
        int length = prepare(size, Math.min(limit, source.remaining()));
        int done = 0;
        while (done < length) {
            int place = head + size + done;
            int part = Math.min(length - done, ChunkPool.CHUNK - (place & MASK));
            source.get(chunk(place), place & MASK, part);
            done += part;
        }
        size += length;
        return length;
    }

    /**
     * Puts bytes at {@code offset} from the head, which may be beyond the tail; the size does not change.
     *
     * @return false if there is no memory for all of them; then nothing that counts has changed
     */
    public boolean place(int offset, ByteBuffer source, int index, int length) {
        try {
            if (prepare(offset, length) < length) {
                return false;
            }
        } catch (OutOfMemoryError e) {
            return false;
        }
        int done = 0;
        while (done < length) {
            int place = head + offset + done;
            int part = Math.min(length - done, ChunkPool.CHUNK - (place & MASK));
            source.get(index + done, chunk(place), place & MASK, part);
            done += part;
        }
        return true;
    }

    /** Moves the tail over bytes that were placed. */
    public void extend(int length) {
        size += length;
    }

    /** Copies bytes at {@code offset} from the head to {@code target} at {@code index}. */
    public void copyTo(int offset, ByteBuffer target, int index, int length) {
        int done = 0;
        while (done < length) {
            int place = head + offset + done;
            int part = Math.min(length - done, ChunkPool.CHUNK - (place & MASK));
            target.put(index + done, chunk(place), place & MASK, part);
            done += part;
        }
    }

    /** Copies bytes from the head to the position of {@code target}; they stay. Returns how many. */
    public int peek(ByteBuffer target, int limit) {
        int length = Math.min(Math.min(size, limit), target.remaining());
        copyTo(0, target, target.position(), length);
        target.position(target.position() + length);
        return length;
    }

    /** Removes bytes at the head. */
    public void drop(int length) {
        int place = head + length;
        size -= length;
        for (int whole = place >> ChunkPool.CHUNK_SHIFT; whole > 0; whole--) {
            release(first);
            first = first + 1 & ring.length - 1;
        }
        head = place & MASK;
    }

    /** Gives back the chunks that hold nothing; to be called when nothing is placed beyond the tail. */
    public void trim() {
        if (size == 0) {
            clear();
        }
    }

    /** Removes everything. */
    public void clear() {
        for (int i = 0; i < ring.length && chunks > 0; i++) {
            release(i);
        }
        if (ring.length > 8) {
            ring = NONE;
        }
        first = 0;
        head = 0;
        size = 0;
    }

    /** Makes chunks for as much of the range as memory allows; returns how many of its bytes have a place. */
    private int prepare(int offset, int length) {
        if (length <= 0) {
            return 0;
        }
        int start = head + offset;
        int firstChunk = start >> ChunkPool.CHUNK_SHIFT;
        int lastChunk = start + length - 1 >> ChunkPool.CHUNK_SHIFT;
        if (lastChunk >= ring.length) {
            grow(lastChunk + 1);
        }
        for (int i = firstChunk; i <= lastChunk; i++) {
            int slot = first + i & ring.length - 1;
            if (ring[slot] == null) {
                byte[] chunk = pool.take(chunks == 0 || i == 0);
                if (chunk == null) {
                    return Math.max(0, (i << ChunkPool.CHUNK_SHIFT) - start);
                }
                ring[slot] = chunk;
                chunks++;
            }
        }
        return length;
    }

    private void grow(int needed) {
        int capacity = Math.max(2, ring.length);
        while (capacity < needed) {
            capacity *= 2;
        }
        byte[] @Nullable [] larger = new byte[capacity][];
        for (int i = 0; i < ring.length; i++) {
            larger[i] = ring[first + i & ring.length - 1];
        }
        ring = larger;
        first = 0;
    }

    private byte[] chunk(int place) {
        byte[] chunk = ring[first + (place >> ChunkPool.CHUNK_SHIFT) & ring.length - 1];
        if (chunk == null) {
            throw new IllegalStateException(
                    "nothing was placed at offset " + (place - head) + " of a queue of " + size);
        }
        return chunk;
    }

    private void release(int slot) {
        byte[] chunk = ring[slot];
        if (chunk != null) {
            ring[slot] = null;
            chunks--;
            pool.give(chunk);
        }
    }
}
