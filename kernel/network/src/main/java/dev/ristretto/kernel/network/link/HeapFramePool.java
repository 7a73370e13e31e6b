package dev.ristretto.kernel.network.link;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A bounded pool of frames in ordinary heap memory, for the loopback interface and for tests. Free frames are kept for
 * reuse.
 *
 * <p>Thread-safe.
 */
public final class HeapFramePool {
    private final int frameSize;
    private final int headroom;
    private final int limit;
    private @Nullable Frame free;
    private int outstanding;

    /**
     * An empty pool; memory is allocated on demand and then kept.
     *
     * @param limit most frames outside the pool at once
     * @param frameSize largest frame in bytes
     * @param headroom bytes before the frame, as a driver would keep for itself
     */
    public HeapFramePool(int limit, int frameSize, int headroom) {
        this.limit = limit;
        this.frameSize = frameSize;
        this.headroom = headroom;
    }

    /**
     * A frame of {@code size} bytes whose content is undefined; null if the pool is exhausted or the size too large.
     */
    public synchronized @Nullable Frame allocate(int size) {
        if (outstanding >= limit || size > frameSize) {
            return null;
        }
        Frame frame = free;
        if (frame == null) {
            frame = new HeapFrame(headroom + frameSize);
        } else {
            free = frame.next;
        }
        frame.acquire(headroom, size);
        outstanding++;
        return frame;
    }

    /** Frames that are outside the pool: 0 when nothing has leaked. */
    public synchronized int outstanding() {
        return outstanding;
    }

    private synchronized void put(Frame frame) {
        frame.next = free;
        free = frame;
        outstanding--;
    }

    private final class HeapFrame extends Frame {
        HeapFrame(int size) {
            super(ByteBuffer.allocate(size));
        }

        @Override
        protected void recycle() {
            put(this);
        }
    }
}
