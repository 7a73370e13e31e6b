package dev.ristretto.kernel.personality.jdk.net;

import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.link.Link;
import dev.ristretto.kernel.system.SystemInstance;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The network interfaces of this machine: lo, and eth0 if there is a device. */
final class Interfaces {
    static final int LOOPBACK_INDEX = 1;
    private static final int DEVICE_INDEX = 2;
    private static final int LOOPBACK_MTU = 65536;

    /**
     * An interface.
     *
     * @param address its IPv4 address, null if it has none
     * @param broadcast the broadcast address of its network, null if there is none
     */
    record Interface(
            String name,
            int index,
            @Nullable IpAddress address,
            int prefixLength,
            @Nullable IpAddress broadcast) {
        boolean has(InetAddress candidate) {
            return candidate instanceof Inet4Address
                    && Addresses.of(candidate.getAddress()).equals(address);
        }
    }

    private Interfaces() {}

    static Interface[] all() {
        Interface loopback = new Interface("lo", LOOPBACK_INDEX, IpAddress.LOOPBACK, 8, null);
        if (link() == null) {
            return new Interface[] {loopback};
        }
        InterfaceConfiguration own = SystemInstance.network().configuration();
        Interface device = own == null
                ? new Interface("eth0", DEVICE_INDEX, null, 0, null)
                : new Interface(
                        "eth0",
                        DEVICE_INDEX,
                        own.address(),
                        own.prefixLength(),
                        own.broadcast().isBroadcast() ? null : own.broadcast());
        return new Interface[] {loopback, device};
    }

    static boolean exists(int index) {
        return index == LOOPBACK_INDEX || index == DEVICE_INDEX && link() != null;
    }

    static byte @Nullable [] macAddress(int index) {
        Link link = index == DEVICE_INDEX ? link() : null;
        return link == null ? null : link.macAddress().toBytes();
    }

    static int mtu(int index) {
        Link link = index == DEVICE_INDEX ? link() : null;
        return link == null ? LOOPBACK_MTU : link.mtu();
    }

    private static @Nullable Link link() {
        return SystemInstance.network().stack().link();
    }
}
