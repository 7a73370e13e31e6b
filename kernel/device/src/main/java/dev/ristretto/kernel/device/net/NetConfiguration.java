package dev.ristretto.kernel.device.net;

import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.device.virtio.Transport;
import dev.ristretto.kernel.device.virtio.VirtioDevice;
import dev.ristretto.kernel.network.link.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a network card says about itself (virtio 1.2 section 5.1.4).
 *
 * @param macAddress its Ethernet address
 * @param mtu the largest IPv4 packet to send, in bytes
 */
record NetConfiguration(MacAddress macAddress, int mtu) {
    private static final int MAC_OFFSET = 0;
    private static final int MTU_OFFSET = 10;
    private static final int ETHERNET_MTU = 1500;

    /** Every IPv4 link carries packets of this size (RFC 791 section 3.2). */
    private static final int LEAST_MTU = 68;

    /**
     * Reads the configuration.
     *
     * @param fallback the address if the card has none
     * @throws DeviceException if the card has no address and there is no fallback, or its MTU is impossible
     */
    static NetConfiguration read(VirtioDevice device, @Nullable MacAddress fallback) {
        Transport transport = device.transport();
        long mac;
        int mtu;
        int generation;
        do { // again if the device changed it meanwhile (section 2.5.1)
            generation = transport.configurationGeneration();
            mac = device.has(VirtioNet.MAC) ? readMac(transport) : -1;
            mtu = device.has(VirtioNet.MTU)
                    ? transport.configuration8(MTU_OFFSET) | transport.configuration8(MTU_OFFSET + 1) << 8
                    : ETHERNET_MTU;
        } while (transport.configurationGeneration() != generation);
        if (mtu < LEAST_MTU) {
            throw device.stop(device + " has an MTU of " + mtu + "; IPv4 needs " + LEAST_MTU);
        }
        if (mac >= 0) {
            return new NetConfiguration(new MacAddress(mac), Math.min(mtu, ETHERNET_MTU));
        }
        if (fallback == null) {
            throw device.stop(device + " has no Ethernet address; give it one with mac=");
        }
        return new NetConfiguration(fallback, Math.min(mtu, ETHERNET_MTU));
    }

    private static long readMac(Transport transport) {
        long mac = 0;
        for (int i = 0; i < 6; i++) {
            mac = mac << 8 | transport.configuration8(MAC_OFFSET + i);
        }
        return mac;
    }
}
