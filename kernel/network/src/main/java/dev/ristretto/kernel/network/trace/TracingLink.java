package dev.ristretto.kernel.network.trace;

import dev.ristretto.abi.Direction;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.Link;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.link.MacAddress;
import dev.ristretto.kernel.network.time.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * A link that shows each frame with its time to a sink. The stack is given this one instead of the link inside; the
 * driver, which hands received frames to the stack by itself, calls {@link #received} before it does.
 *
 * <p>As thread-safe as the link inside; the sink is called as {@link FrameSink} says.
 */
public final class TracingLink implements Link {
    private final Link link;
    private final NanoClock clock;
    private final FrameSink sink;

    /**
     * A link that shows what passes {@code link}.
     *
     * @param clock the times that the sink is told
     */
    public TracingLink(Link link, NanoClock clock, FrameSink sink) {
        this.link = link;
        this.clock = clock;
        this.sink = sink;
    }

    /** Shows a frame that the driver has received and is about to hand to the stack; the caller still owns it. */
    public void received(Frame frame) {
        sink.frame(frame, Direction.RECEIVED, clock.nanoTime());
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
        return link.allocate(size);
    }

    @Override
    public void transmit(Frame frame) {
        sink.frame(frame, Direction.SENT, clock.nanoTime());
        link.transmit(frame);
    }

    @Override
    public void flush() {
        link.flush();
    }
}
