package dev.ristretto.kernel.network.link;

import org.jspecify.annotations.Nullable;

/**
 * An Ethernet link as the stack sees it: a driver, or a simulated wire in tests.
 *
 * <p>The stack calls {@link #allocate}, {@link #transmit} and {@link #flush} with its lock held, from whatever thread
 * called the stack; so these three never run at the same time as each other. They must not block, must not throw, and
 * must not call back into the stack (a simulated wire queues the frame and delivers it later). Received frames go to
 * {@code NetworkStack.receive}. When {@link #allocate} has returned null and space becomes free again, the driver calls
 * {@code NetworkStack.transmitSpaceAvailable}.
 */
public interface Link {
    /** The Ethernet address of this end. Constant. */
    MacAddress macAddress();

    /** Largest IPv4 packet in bytes (without the Ethernet header), 1500 as a rule. Constant. */
    int mtu();

    /** What the link does for the stack. Constant. */
    LinkFeatures features();

    /**
     * A frame to be filled and given to {@link #transmit}.
     *
     * @param size bytes of the frame with its Ethernet header: at most {@code mtu() + 14}, or
     *     {@link LinkFeatures#segmentationLimit} for a frame that will ask for segmentation
     * @return a frame of exactly this length with undefined content; null if transmit memory or descriptors are
     *     exhausted
     */
    @Nullable
    Frame allocate(int size);

    /**
     * Queues a frame that came from {@link #allocate} and owns it from now on; it goes out at the next {@link #flush}
     * at the latest.
     */
    void transmit(Frame frame);

    /** Called once after each batch of {@link #transmit}: the moment to notify the device. */
    void flush();
}
