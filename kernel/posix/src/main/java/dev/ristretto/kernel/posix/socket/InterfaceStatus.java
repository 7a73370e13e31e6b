package dev.ristretto.kernel.posix.socket;

import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.link.Link;
import dev.ristretto.kernel.network.link.MacAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network interface as programs see it: lo, and eth0 if there is a device.
 *
 * @param index what programs number it by, from 1
 * @param address its IPv4 address, null if it has none
 * @param prefixLength of its network, in bits; 0 without an address
 * @param broadcast the broadcast address of its network, null if there is none
 * @param macAddress of the device, null if there is none
 * @param mtu bytes of the largest packet
 */
public record InterfaceStatus(
        String name,
        int index,
        @Nullable IpAddress address,
        int prefixLength,
        @Nullable IpAddress broadcast,
        @Nullable MacAddress macAddress,
        int mtu) {
    private static final int LOOPBACK_INDEX = 1;
    private static final int DEVICE_INDEX = 2;
    private static final int LOOPBACK_PREFIX = 8;
    private static final int LOOPBACK_MTU = 65536;
    private static final InterfaceStatus LOOPBACK =
            new InterfaceStatus("lo", LOOPBACK_INDEX, IpAddress.LOOPBACK, LOOPBACK_PREFIX, null, null, LOOPBACK_MTU);

    /** The interfaces of a network, by their numbers. Waits for the addresses as {@link Network#configuration} does. */
    public static List<InterfaceStatus> of(Network network) {
        Link link = network.stack().link();
        return link == null ? List.of(LOOPBACK) : List.of(LOOPBACK, device(link, network.configuration()));
    }

    private static InterfaceStatus device(Link link, @Nullable InterfaceConfiguration own) {
        return new InterfaceStatus(
                "eth0",
                DEVICE_INDEX,
                own == null ? null : own.address(),
                own == null ? 0 : own.prefixLength(),
                own == null || own.broadcast().isBroadcast() ? null : own.broadcast(),
                link.macAddress(),
                link.mtu());
    }

    /** Whether it is the one that reaches this machine alone. */
    public boolean isLoopback() {
        return index == LOOPBACK_INDEX;
    }
}
