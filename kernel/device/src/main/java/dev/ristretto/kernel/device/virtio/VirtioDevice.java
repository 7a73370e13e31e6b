package dev.ristretto.kernel.device.virtio;

import dev.ristretto.kernel.machine.memory.DmaMemory;
import org.jspecify.annotations.Nullable;

/**
 * The life of a virtio device: reset, negotiation of features, queues, operation, and the stop after a violation
 * (virtio 1.2 section 3.1).
 *
 * <p>Set up by one thread; {@link #stop} may be called by any.
 */
public final class VirtioDevice {
    /** Memory that the device may access: physically contiguous, zeroed, page aligned, never freed. */
    public interface Allocator {
        /**
         * At least {@code bytes} bytes.
         *
         * @throws IllegalStateException if there are none
         */
        DmaMemory allocate(int bytes);

        /**
         * Memory that the device does not see.
         *
         * @throws OutOfMemoryError if there is none
         */
        default byte[] allocateHeap(int bytes) {
            return new byte[bytes];
        }
    }

    /** VIRTIO_F_EVENT_IDX: say at which index to be notified (section 2.7.10). */
    public static final long EVENT_INDEX = 1L << 29;

    /** VIRTIO_F_VERSION_1: the device follows virtio 1.0 or later (section 6). */
    static final long VERSION_1 = 1L << 32;

    /** More descriptors would cost more memory than they are worth: 26 bytes each. */
    private static final int LARGEST_QUEUE = 1024;

    private static final int STATUS_ACKNOWLEDGE = 1;
    private static final int STATUS_DRIVER = 2;
    private static final int STATUS_DRIVER_OK = 4;
    private static final int STATUS_FEATURES_OK = 8;
    private static final int STATUS_NEEDS_RESET = 64;

    private final String name;
    private final Transport transport;
    private final Allocator allocator;
    private long features;
    private volatile @Nullable DeviceException failure;

    /**
     * @param name what the device is, for messages
     */
    public VirtioDevice(String name, Transport transport, Allocator allocator) {
        this.name = name + " at " + transport.location();
        this.transport = transport;
        this.allocator = allocator;
    }

    /**
     * Resets the device and asks what it offers.
     *
     * @return its feature bits
     * @throws DeviceException if it is a legacy device
     */
    public long offeredFeatures() {
        transport.setStatus(0);
        transport.setStatus(STATUS_ACKNOWLEDGE);
        transport.setStatus(STATUS_ACKNOWLEDGE | STATUS_DRIVER);
        long offered = transport.offeredFeatures();
        if ((offered & VERSION_1) == 0) {
            throw stop(name + " is a legacy device (it does not offer VIRTIO_F_VERSION_1);"
                    + " start it as a modern one: disable-legacy=on for PCI, force-legacy=false for MMIO");
        }
        return offered;
    }

    /**
     * Chooses features; VERSION_1 is always among them.
     *
     * @param chosen some of those offered
     * @throws DeviceException if the device does not accept the choice
     */
    public void acceptFeatures(long chosen) {
        features = chosen | VERSION_1;
        transport.acceptFeatures(features);
        transport.setStatus(STATUS_ACKNOWLEDGE | STATUS_DRIVER | STATUS_FEATURES_OK);
        if ((transport.status() & STATUS_FEATURES_OK) == 0) {
            throw stop(name + " rejects the features 0x" + Long.toHexString(features) + ", all of which it offers");
        }
    }

    /** Whether all of these features were negotiated. */
    public boolean has(long feature) {
        return (features & feature) == feature;
    }

    /**
     * Sets up queue {@code index} with as many descriptors as the device has; before {@link #start}. The driver may ask
     * for fewer (section 4.2.3.2), but there are devices that do not listen, and legacy ones cannot be asked.
     */
    public Virtqueue createQueue(int index, String purpose) {
        int largest = transport.maximumQueueSize(index);
        if (largest <= 0) {
            throw stop(name + " has no " + purpose + " queue (number " + index + ")");
        }
        int size = Integer.highestOneBit(Math.min(largest, LARGEST_QUEUE));
        DmaMemory memory = allocator.allocate(Virtqueue.bytes(size));
        Virtqueue queue = new Virtqueue(name + ", " + purpose + " queue", size, memory, has(EVENT_INDEX));
        transport.enableQueue(index, queue);
        return queue;
    }

    /** Tells the device that the driver is ready; from now on it may use the queues. */
    public void start() {
        transport.setStatus(STATUS_ACKNOWLEDGE | STATUS_DRIVER | STATUS_FEATURES_OK | STATUS_DRIVER_OK);
    }

    /** Allocates memory to share with the device. */
    public DmaMemory allocate(int bytes) {
        return allocator.allocate(bytes);
    }

    /** Memory that the device does not see, see {@link Allocator#allocateHeap}. */
    public byte[] allocateHeap(int bytes) {
        return allocator.allocateHeap(bytes);
    }

    public Transport transport() {
        return transport;
    }

    /**
     * Resets the device, so that it no longer touches memory, and remembers why.
     *
     * @return the error to throw, the first one if the device was stopped before
     */
    public DeviceException stop(DeviceException reason) {
        DeviceException first;
        synchronized (this) {
            first = failure;
            if (first == null) {
                first = reason;
                failure = reason;
            }
        }
        if (first == reason) {
            try {
                transport.setStatus(0);
            } catch (DeviceException stuck) {
                first.addSuppressed(stuck); // why it was stopped says more
            }
        }
        return first;
    }

    public DeviceException stop(String reason) {
        return stop(new DeviceException(reason));
    }

    /** Throws why the device was stopped, if it was. */
    public void checkRunning() {
        DeviceException reason = failure;
        if (reason != null) {
            throw reason;
        }
    }

    /** Whether the device was stopped. */
    public boolean isStopped() {
        return failure != null;
    }

    /**
     * Stops the device if it says that it cannot go on (DEVICE_NEEDS_RESET, section 2.1), or no longer knows that its
     * driver is ready: then somebody else has reset it.
     *
     * @throws DeviceException if it was stopped
     */
    public void checkStatus() {
        int status = transport.status();
        if ((status & STATUS_NEEDS_RESET) != 0) {
            throw stop(name + " reports an internal error (DEVICE_NEEDS_RESET)");
        }
        if ((status & STATUS_DRIVER_OK) == 0) {
            throw stop(name + " was reset, but not by its driver (status " + status + ")");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
