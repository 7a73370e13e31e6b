package dev.ristretto.kernel.device.net;

import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.device.virtio.Transport;
import dev.ristretto.kernel.device.virtio.VirtioDevice;
import dev.ristretto.kernel.device.virtio.Virtqueue;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.link.MacAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A virtio network card (virtio 1.2 section 5.1): checksum offload, TCP segmentation offload and mergeable receive
 * buffers where the device offers them, one pair of queues.
 *
 * <p>A card that breaks the rules of the specification is reset; from then on frames to be sent are dropped, and {@link
 * #drain} and {@link #await} throw the reason.
 */
public final class VirtioNet implements NetworkCard {
    /** Section 5.1.1. */
    public static final int DEVICE_TYPE = 1;

    // Feature bits, section 5.1.3.
    static final long CHECKSUM = 1;
    static final long GUEST_CHECKSUM = 1 << 1;
    static final long MTU = 1 << 3;
    static final long MAC = 1 << 5;
    static final long GUEST_TSO4 = 1 << 7;
    static final long HOST_TSO4 = 1 << 11;
    static final long MERGEABLE_BUFFERS = 1 << 15;

    private static final int RECEIVE_QUEUE = 0;
    private static final int TRANSMIT_QUEUE = 1;

    private final VirtioDevice device;
    private final ReceiveRing receive;
    private final TransmitRing transmit;
    private final MacAddress macAddress;
    private final int mtu;
    private final LinkFeatures features;

    private VirtioNet(VirtioDevice device, @Nullable MacAddress fallback) {
        this.device = device;
        device.acceptFeatures(choose(device.offeredFeatures()));
        NetConfiguration configuration = NetConfiguration.read(device, fallback);
        macAddress = configuration.macAddress();
        mtu = configuration.mtu();
        boolean segmentation = device.has(CHECKSUM | HOST_TSO4);
        features = new LinkFeatures(device.has(CHECKSUM), segmentation ? TransmitRing.LARGEST_SEGMENTED_FRAME : 0);
        Virtqueue receiveQueue = device.createQueue(RECEIVE_QUEUE, "receive");
        Virtqueue transmitQueue = device.createQueue(TRANSMIT_QUEUE, "transmit");
        receive = new ReceiveRing(
                device, receiveQueue, RECEIVE_QUEUE, device.has(MERGEABLE_BUFFERS), device.has(GUEST_CHECKSUM));
        transmit = new TransmitRing(device, transmitQueue, TRANSMIT_QUEUE, segmentation);
        device.start();
        receive.refill();
    }

    /**
     * Starts a card.
     *
     * @param fallback the address of a card that has none of its own
     * @throws DeviceException if it cannot be used
     */
    public static VirtioNet start(
            Transport transport, VirtioDevice.Allocator allocator, @Nullable MacAddress fallback) {
        return new VirtioNet(new VirtioDevice("virtio-net", transport, allocator), fallback);
    }

    /** The features to use of those offered; some make sense with others only (section 5.1.3.1). */
    private static long choose(long offered) {
        long chosen = offered
                & (CHECKSUM
                        | GUEST_CHECKSUM
                        | MTU
                        | MAC
                        | GUEST_TSO4
                        | HOST_TSO4
                        | MERGEABLE_BUFFERS
                        | VirtioDevice.EVENT_INDEX);
        if ((chosen & CHECKSUM) == 0) {
            chosen &= ~HOST_TSO4;
        }
        // Without mergeable buffers every receive buffer would have to hold 64 KiB (section 5.1.6.3.1).
        if ((chosen & GUEST_CHECKSUM) == 0 || (chosen & MERGEABLE_BUFFERS) == 0) {
            chosen &= ~GUEST_TSO4;
        }
        return chosen;
    }

    @Override
    public MacAddress macAddress() {
        return macAddress;
    }

    @Override
    public int mtu() {
        return mtu;
    }

    @Override
    public LinkFeatures features() {
        return features;
    }

    @Override
    public @Nullable Frame allocate(int size) {
        Frame frame = transmit.allocate(size);
        if (frame != null && transmit.hasSpaceForWaiter()) {
            wake(); // the interrupt they wait for may never come: its frames were taken back here
        }
        return frame;
    }

    @Override
    public void transmit(Frame frame) {
        transmit.transmit(frame);
    }

    @Override
    public void flush() {
        transmit.flush();
    }

    @Override
    public int drain(Consumer<Frame> consumer) {
        device.checkRunning();
        return receive.drain(consumer);
    }

    @Override
    public boolean takeTransmitSpaceForWaiter() {
        return transmit.takeSpaceForWaiter();
    }

    @Override
    public void await(long timeoutNanos) {
        device.checkRunning();
        if (timeoutNanos > 0 && receive.enableInterrupts() && !transmit.hasSpaceForWaiter()) {
            boolean interrupted = device.transport().awaitInterrupt(timeoutNanos);
            if (interrupted && !receive.hasUsed() && !transmit.hasSpaceForWaiter()) {
                device.checkStatus(); // it wanted something else: perhaps it is broken
            }
        }
        receive.disableInterrupts();
    }

    @Override
    public void wake() {
        device.transport().wake();
    }

    /** What the card is and where, and which offloads are in use. */
    @Override
    public String toString() {
        return device + " (" + macAddress + ", MTU " + mtu + (device.has(CHECKSUM) ? ", transmit checksums" : "")
                + (features.segmentationLimit() > 0 ? ", transmit segmentation" : "")
                + (device.has(GUEST_CHECKSUM) ? ", receive checksums" : "")
                + (device.has(GUEST_TSO4) ? ", receive segmentation" : "")
                + (device.has(MERGEABLE_BUFFERS) ? ", mergeable buffers" : "")
                + (device.has(VirtioDevice.EVENT_INDEX) ? ", event index" : "") + ")";
    }
}
