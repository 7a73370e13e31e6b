package dev.ristretto.kernel.device.virtio;

/** Waiting for a device to come out of its reset (virtio 1.2 section 4.1.4.3.2). */
final class Reset {
    /** A reset takes one register write on every known device; this many reads are far beyond any of them. */
    private static final int PATIENCE = 1_000_000;

    private Reset() {}

    /** Returns once the status register reads 0. */
    static void await(Transport transport) {
        for (int i = 0; i < PATIENCE; i++) {
            if (transport.status() == 0) {
                return;
            }
        }
        throw new DeviceException("the virtio device at " + transport.location() + " does not come out of its reset");
    }
}
