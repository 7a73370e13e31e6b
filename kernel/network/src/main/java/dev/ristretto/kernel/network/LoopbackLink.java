package dev.ristretto.kernel.network;

import org.jspecify.annotations.Nullable;

/** The way from this machine to itself: transmitted frames wait here until the stack takes them in. */
final class LoopbackLink implements Link {
    static final int MTU = 16384;
    private static final int SMALL = 512;
    private static final LinkFeatures FEATURES = new LinkFeatures(true, 0);

    private final HeapFramePool small;
    private final HeapFramePool large;
    private @Nullable Frame first;
    private @Nullable Frame last;

    /** A link that takes about {@code memory} bytes at most, but enough for the longest datagram. */
    LoopbackLink(int memory) {
        int frames = Math.clamp(memory / MTU, 8, 64);
        large = new HeapFramePool(frames, MTU + 64, 0);
        small = new HeapFramePool(8 * frames, SMALL, 0);
    }

    @Override
    public MacAddress macAddress() {
        return new MacAddress(0);
    }

    @Override
    public int mtu() {
        return MTU;
    }

    @Override
    public LinkFeatures features() {
        return FEATURES;
    }

    @Override
    public @Nullable Frame allocate(int size) {
        return size <= SMALL ? small.allocate(size) : large.allocate(size);
    }

    @Override
    public void transmit(Frame frame) {
        // Memory of this machine does not flip bits on the way: checksums need not be computed.
        frame.markChecksumValidated();
        if (last == null) {
            first = frame;
        } else {
            last.next = frame;
        }
        last = frame;
    }

    @Override
    public void flush() {}

    /** Takes out the oldest frame, null if there is none. */
    @Nullable
    Frame poll() {
        Frame frame = first;
        if (frame != null) {
            first = frame.next;
            frame.next = null;
            if (first == null) {
                last = null;
            }
        }
        return frame;
    }

    /** Frames that have an owner. */
    int outstanding() {
        return small.outstanding() + large.outstanding();
    }
}
