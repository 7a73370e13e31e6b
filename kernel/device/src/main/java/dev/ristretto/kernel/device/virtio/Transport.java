package dev.ristretto.kernel.device.virtio;

/**
 * How a driver reaches its virtio device: registers in memory ({@link MmioTransport}) or a PCI function ({@link
 * PciTransport}). Each device has one interrupt for everything it reports.
 *
 * <p>Apart from {@link #notifyQueue}, {@link #awaitInterrupt} and {@link #wake}, which different threads may call, one
 * thread sets a device up.
 */
public interface Transport {
    /** Where the device is, for messages. */
    String location();

    /** The features the device offers (section 2.2). */
    long offeredFeatures();

    /** Tells the device which of its features will be used. */
    void acceptFeatures(long features);

    /** The device status register (section 2.1). */
    int status();

    /** Writes the device status register; 0 resets the device and returns when it has been reset. */
    void setStatus(int status);

    /** A byte of the device-specific configuration. */
    int configuration8(int offset);

    /**
     * Four bytes of the device-specific configuration at a multiple of four; what has 32 or 64 bits is read by these
     * (sections 4.1.3.1 and 4.2.2.2).
     *
     * @throws IndexOutOfBoundsException if the configuration is shorter
     */
    int configuration32(int offset);

    /** Changes whenever the device changed its configuration (section 2.5.1). */
    int configurationGeneration();

    /** The largest size of a queue in descriptors, 0 if the device has no such queue. */
    int maximumQueueSize(int queue);

    /** Gives the device a queue and enables it. */
    void enableQueue(int queue, Virtqueue virtqueue);

    /** Tells the device that a queue has new buffers (section 2.7.13.4). */
    void notifyQueue(int queue);

    /**
     * Blocks until the device interrupts, {@link #wake} is called, or the time is over; the interrupt is acknowledged
     * on return, before anyone looks at the queues, so that what comes later interrupts again.
     *
     * @param timeoutNanos {@link Long#MAX_VALUE} for no limit
     * @return whether the device interrupted
     */
    boolean awaitInterrupt(long timeoutNanos);

    /** Lets a running or the next {@link #awaitInterrupt} return early. */
    void wake();
}
