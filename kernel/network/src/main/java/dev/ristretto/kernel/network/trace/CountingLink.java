package dev.ristretto.kernel.network.trace;

import dev.ristretto.abi.Direction;
import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.Link;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.link.MacAddress;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import org.jspecify.annotations.Nullable;

/**
 * A link that counts what passes. The stack is given this one instead of the link inside; the driver, which hands
 * received frames to the stack by itself, calls {@link #received} before it does. As thread-safe as the link inside.
 */
public final class CountingLink implements Link {
    private final Link link;
    private final NetworkCounters counters;
    private final FrameCounters received;
    private final FrameCounters sent;

    /** A link that counts what passes {@code link}. */
    public CountingLink(Link link, NetworkCounters counters) {
        this.link = link;
        this.counters = counters;
        received = new FrameCounters(counters, Direction.RECEIVED);
        sent = new FrameCounters(counters, Direction.SENT);
    }

    /** Counts a frame that the driver has received and is about to hand to the stack; the caller still owns it. */
    public void received(Frame frame) {
        received.count(frame);
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
            counters.count(NetworkCounter.TRANSMIT_EXHAUSTED);
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
