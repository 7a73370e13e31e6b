package dev.ristretto.kernel.device;

import dev.ristretto.kernel.device.virtio.DeviceException;

/**
 * The kernel's random generator after the host has contributed to it: the first use asks the machine's entropy source,
 * if there is one.
 *
 * <p>For keys and whatever else others must not guess. Thread-safe.
 */
public final class HostEntropy {
    private HostEntropy() {}

    /** Fills {@code target} with random bytes. */
    public static void fill(byte[] target) {
        Seed.plant();
        Entropy.fill(target);
    }

    /** Asks once, whoever comes first. */
    private static final class Seed {
        static {
            try {
                int unused = DeviceDiscovery.seedEntropy();
            } catch (DeviceException broken) {
                // The generator has its seed from the CPU; the device was to add to it, no more.
                System.err.println("entropy: " + broken.getMessage());
            }
        }

        static void plant() {}
    }
}
