package dev.ristretto.kernel.network.buffer;

import org.jspecify.annotations.Nullable;

/**
 * The memory of all socket buffers, in chunks of one size. Bounded: when the budget is spent, only callers that hold
 * nothing yet get a chunk, so that every socket can make progress with one.
 */
public final class ChunkPool {
    static final int CHUNK_SHIFT = 12;
    /** Bytes of a chunk. */
    public static final int CHUNK = 1 << CHUNK_SHIFT;

    private final int budget;
    private final byte[][] free;
    private int freeCount;
    private int used;

    /** A pool that hands out {@code bytes} at most and keeps some of what comes back. */
    public ChunkPool(int bytes) {
        budget = Math.max(1, bytes >> CHUNK_SHIFT);
        free = new byte[Math.min(1024, Math.max(4, budget / 8))][];
    }

    /**
     * A chunk with undefined content.
     *
     * @param essential whether to grant it beyond the budget
     * @return null if the budget is spent
     * @throws OutOfMemoryError if there is no memory
     */
    public byte @Nullable [] take(boolean essential) {
        if (used >= budget && !essential) {
            return null;
        }
        byte[] chunk = freeCount > 0 ? free[--freeCount] : new byte[CHUNK];
        used++;
        return chunk;
    }

    /** Takes a chunk back. */
    public void give(byte[] chunk) {
        used--;
        if (freeCount < free.length) {
            free[freeCount++] = chunk;
        }
    }

    /**
     * Bytes that one socket may count on having besides what it holds: a quarter of what is left, since others want
     * some too.
     */
    public int share() {
        return Math.max(0, budget - used) << CHUNK_SHIFT - 2;
    }

    /** Chunks outside the pool. */
    public int used() {
        return used;
    }
}
