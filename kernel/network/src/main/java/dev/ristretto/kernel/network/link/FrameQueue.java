package dev.ristretto.kernel.network.link;

import org.jspecify.annotations.Nullable;

/**
 * Frames in the order of their arrival, linked through themselves, so that queueing costs no memory. Owns them. Not
 * thread-safe.
 */
public final class FrameQueue {
    private @Nullable Frame first;
    private @Nullable Frame last;
    private int size;

    /** An empty queue. */
    public FrameQueue() {}

    /** Appends a frame, which is in no other queue. */
    public void add(Frame frame) {
        Frame before = last;
        if (before == null) {
            first = frame;
        } else {
            before.next = frame;
        }
        last = frame;
        size++;
    }

    /** Takes out the oldest frame; null if there is none. */
    public @Nullable Frame poll() {
        Frame frame = first;
        if (frame != null) {
            first = frame.next;
            frame.next = null;
            size--;
            if (first == null) {
                last = null;
            }
        }
        return frame;
    }

    /** How many frames. */
    public int size() {
        return size;
    }

    /** Releases all frames. */
    public void releaseAll() {
        Frame frame;
        while ((frame = poll()) != null) {
            frame.release();
        }
    }
}
