package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.network.link.MacAddress;
import dev.ristretto.kernel.posix.socket.InterfaceStatus;

/** What Linux says of an interface beyond its addresses (linux/if.h, linux/if_arp.h). */
final class InterfaceBits {
    /** Packets that wait to be sent, at most. */
    static final int QUEUE_LENGTH = 1000;

    private static final int UP = 0x1;
    private static final int BROADCAST = 0x2;
    private static final int LOOPBACK = 0x8;
    private static final int RUNNING = 0x40;
    private static final int MULTICAST = 0x1000;
    private static final int LOWER_UP = 0x1_0000;

    private static final int HARDWARE_ETHERNET = 1;
    private static final int HARDWARE_LOOPBACK = 772;
    private static final int HARDWARE_LENGTH = 6;

    private InterfaceBits() {}

    static int flags(InterfaceStatus status) {
        int all = UP | RUNNING | LOWER_UP;
        return all | (status.isLoopback() ? LOOPBACK : BROADCAST | MULTICAST);
    }

    static int hardware(InterfaceStatus status) {
        return status.isLoopback() ? HARDWARE_LOOPBACK : HARDWARE_ETHERNET;
    }

    static byte[] hardwareAddress(InterfaceStatus status) {
        MacAddress address = status.macAddress();
        return address == null ? new byte[HARDWARE_LENGTH] : address.toBytes();
    }

    static byte[] hardwareBroadcast(InterfaceStatus status) {
        return status.isLoopback() ? new byte[HARDWARE_LENGTH] : MacAddress.BROADCAST.toBytes();
    }
}
