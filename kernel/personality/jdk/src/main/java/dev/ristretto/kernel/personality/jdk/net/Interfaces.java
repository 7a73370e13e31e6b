package dev.ristretto.kernel.personality.jdk.net;

import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.Ipv4;
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
     * @param address its IPv4 address, 0 if it has none
     * @param broadcast the broadcast address of its network, 0 if there is none
     */
    record Interface(String name, int index, int address, int prefixLength, int broadcast) {
        boolean hasAddress() {
            return address != 0;
        }

        boolean has(InetAddress candidate) {
            return hasAddress()
                    && candidate instanceof Inet4Address
                    && Addresses.value(candidate.getAddress()) == address;
        }
    }

    private Interfaces() {}

    static Interface[] all() {
        Interface loopback = new Interface("lo", LOOPBACK_INDEX, Ipv4.LOOPBACK, 8, 0);
        if (link() == null) {
            return new Interface[] {loopback};
        }
        InterfaceConfiguration own = SystemInstance.network().configuration();
        Interface device = own == null
                ? new Interface("eth0", DEVICE_INDEX, 0, 0, 0)
                : new Interface(
                        "eth0",
                        DEVICE_INDEX,
                        own.address(),
                        own.prefixLength(),
                        own.broadcast() == Ipv4.BROADCAST ? 0 : own.broadcast());
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
