package dev.ristretto.kernel.system;

import dev.ristretto.kernel.device.net.NetworkCard;
import dev.ristretto.kernel.machine.io.InstanceCounters;
import dev.ristretto.kernel.machine.runtime.HeapMemory;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.Link;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.link.MacAddress;
import dev.ristretto.kernel.network.stack.NetworkStack;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.trace.CountingLink;
import dev.ristretto.kernel.posix.socket.NetworkDriver;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A network card as the network's thread drives it, with its traffic counted: all of it in the kernel's
 * {@link InstanceCounters}, by protocol in those of the network.
 */
final class CardDriver implements NetworkDriver, Link {
    private final NetworkCard card;
    private final LinkFeatures features;
    private final CountingLink link;
    /** Hands a frame to the stack; made once, since there may be no memory for it later. */
    private @Nullable Consumer<Frame> receiver;

    /**
     * A driver of a card.
     *
     * @param proxied whether the host says that it leads to a proxy, where the card itself does not know
     */
    CardDriver(NetworkCard card, boolean proxied, NetworkCounters counters) {
        this.card = card;
        LinkFeatures own = card.features();
        features = new LinkFeatures(own.transmitChecksum(), own.segmentationLimit(), own.proxied() || proxied);
        link = new CountingLink(this, counters);
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public void service(NetworkStack stack) {
        Consumer<Frame> present = receiver;
        if (present == null) {
            HeapMemory.reserveForCurrentThread();
            present = frame -> {
                InstanceCounters.received(frame.length());
                link.received(frame);
                stack.receive(frame);
            };
            receiver = present;
        }
        int unused = card.drain(present);
        if (card.takeTransmitSpaceForWaiter()) {
            stack.transmitSpaceAvailable();
        }
    }

    @Override
    public void await(long timeoutNanos) {
        card.await(timeoutNanos);
    }

    @Override
    public void wake() {
        card.wake();
    }

    @Override
    public MacAddress macAddress() {
        return card.macAddress();
    }

    @Override
    public int mtu() {
        return card.mtu();
    }

    @Override
    public LinkFeatures features() {
        return features;
    }

    @Override
    public @Nullable Frame allocate(int size) {
        return card.allocate(size);
    }

    @Override
    public void transmit(Frame frame) {
        InstanceCounters.sent(frame.length());
        card.transmit(frame);
    }

    @Override
    public void flush() {
        card.flush();
    }
}
