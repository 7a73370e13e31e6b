package dev.ristretto.kernel.network.link;

import org.jspecify.annotations.Nullable;

/** The way from this machine to itself: transmitted frames wait here until the stack takes them in. */
public final class LoopbackLink implements Link {
    static final int MTU = 16384;
    private static final int SMALL = 512;
    private static final LinkFeatures FEATURES = new LinkFeatures(true, 0);

    private final HeapFramePool small;
    private final HeapFramePool large;
    private final FrameQueue frames = new FrameQueue();

    /** A link that takes about {@code memory} bytes at most, but enough for the longest datagram. */
    public LoopbackLink(int memory) {
        int count = Math.clamp(memory / MTU, 8, 64);
        large = new HeapFramePool(count, MTU + 64, 0);
        small = new HeapFramePool(8 * count, SMALL, 0);
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
        frames.add(frame);
    }

    @Override
    public void flush() {}

    /** Takes out the oldest frame, null if there is none. */
    public @Nullable Frame poll() {
        return frames.poll();
    }

    /** Frames that have an owner. */
    public int outstanding() {
        return small.outstanding() + large.outstanding();
    }
}
