package dev.ristretto.kernel.network.trace;

import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.Link;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.link.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * A link that counts what passes. The stack is given this one instead of the link inside; the driver, which hands
 * received frames to the stack by itself, calls {@link #received} before it does. As thread-safe as the link inside;
 * counters can be read by any thread, see {@link FrameCounters}.
 */
public final class CountingLink implements Link {
    private final Link link;
    private final FrameCounters received = new FrameCounters();
    private final FrameCounters sent = new FrameCounters();
    private long exhaustions;

    /** A link that counts what passes {@code link}, from 0 on. */
    public CountingLink(Link link) {
        this.link = link;
    }

    /** Counts a frame that the driver has received and is about to hand to the stack; the caller still owns it. */
    public void received(Frame frame) {
        received.count(frame);
    }

    /** What has been received. */
    public FrameCounters received() {
        return received;
    }

    /** What has been sent. */
    public FrameCounters sent() {
        return sent;
    }

    /** How often the link had no space for a frame: it was dropped, or its sender waited. */
    public long exhaustions() {
        return exhaustions;
    }

    @Override
    public MacAddress macAddress() {
        return link.macAddress();
    }

    @Override
    public int mtu() {
        return link.mtu();
    }

    @Override
    public LinkFeatures features() {
        return link.features();
    }

    @Override
    public @Nullable Frame allocate(int size) {
        Frame frame = link.allocate(size);
        if (frame == null) {
            exhaustions++;
        }
        return frame;
    }

    @Override
    public void transmit(Frame frame) {
        sent.count(frame);
        link.transmit(frame);
    }

    @Override
    public void flush() {
        link.flush();
    }
}
