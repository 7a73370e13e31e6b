package dev.ristretto.kernel.network.ip;

import dev.ristretto.kernel.network.link.Ethernet;
import java.nio.ByteBuffer;

/** ARP packets for IPv4 over Ethernet (RFC 826). Offsets count from the end of the Ethernet header. */
public final class ArpFormat {
    /** Bytes of a packet. */
    public static final int LENGTH = 28;
    /** Offset of the operation. */
    public static final int OPERATION = 6;
    /** Offset of the sender's Ethernet address. */
    public static final int SENDER_MAC = 8;
    /** Offset of the sender's IPv4 address. */
    public static final int SENDER_IP = 14;
    /** Offset of the target's Ethernet address. */
    public static final int TARGET_MAC = 18;
    /** Offset of the target's IPv4 address. */
    public static final int TARGET_IP = 24;
    /** Operation: who has this address? */
    public static final int REQUEST = 1;
    /** Operation: I have it. */
    public static final int REPLY = 2;

    /** Hardware type Ethernet, protocol type IPv4, address lengths 6 and 4: the first six bytes. */
    private static final int HARDWARE_AND_PROTOCOL = 0x0001_0800;

    private static final short LENGTHS = 0x0604;

    private ArpFormat() {}

    /** Whether the packet is about IPv4 over Ethernet. */
    public static boolean isIpv4OverEthernet(ByteBuffer buffer, int index) {
        return buffer.getInt(index) == HARDWARE_AND_PROTOCOL && buffer.getShort(index + 4) == LENGTHS;
    }

    /** Writes a packet. */
    public static void write(
            ByteBuffer buffer, int index, int operation, long senderMac, int senderIp, long targetMac, int targetIp) {
        buffer.putInt(index, HARDWARE_AND_PROTOCOL);
        buffer.putShort(index + 4, LENGTHS);
        buffer.putShort(index + OPERATION, (short) operation);
        Ethernet.putAddress(buffer, index + SENDER_MAC, senderMac);
        buffer.putInt(index + SENDER_IP, senderIp);
        Ethernet.putAddress(buffer, index + TARGET_MAC, targetMac);
        buffer.putInt(index + TARGET_IP, targetIp);
    }
}
