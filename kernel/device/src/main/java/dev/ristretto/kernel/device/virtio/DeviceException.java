package dev.ristretto.kernel.device.virtio;

/**
 * A device that cannot be used, or that broke the rules of its specification and was stopped.
 *
 * <p>The message names the device, what it did and, where there is one, the remedy.
 */
public final class DeviceException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** @param message names the device, what it did and the remedy */
    public DeviceException(String message) {
        super(message);
    }
}
