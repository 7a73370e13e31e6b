package dev.ristretto.kernel.network.ip;

import dev.ristretto.kernel.network.link.NetworkInterface;
import java.nio.ByteBuffer;

/**
 * A received IPv4 packet as the protocols see it. One object serves all packets; it is valid during the call only.
 * Header fields that were checked are primitive values here, so that a packet costs no memory.
 */
public final class Ipv4Packet {
    ByteBuffer buffer = ByteBuffer.allocate(0);
    int header;
    int payload;
    int length;
    int source;
    int destination;
    int protocol;
    NetworkInterface from;
    boolean group;
    boolean checksumValidated;

    Ipv4Packet(NetworkInterface from) {
        this.from = from;
    }

    /** The memory that holds the packet; big-endian, for reading only. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Index of the IPv4 header. */
    public int header() {
        return header;
    }

    /** Index of the payload. */
    public int payload() {
        return payload;
    }

    /** Bytes of payload. */
    public int length() {
        return length;
    }

    /** Address of the sender, the bits in network order. */
    public int source() {
        return source;
    }

    /** Address to which it was sent, the bits in network order. */
    public int destination() {
        return destination;
    }

    /** Number of the payload's protocol. */
    public int protocol() {
        return protocol;
    }

    /** Whether it went to several stations, at the Ethernet or the IPv4 level. */
    public boolean isGroup() {
        return group;
    }

    /** Whether the checksum of TCP or UDP need not be verified. */
    public boolean isChecksumValidated() {
        return checksumValidated;
    }

    /**
     * Whether the payload's first {@code bytes} bytes have the checksum that they and the pseudo header should have.
     */
    public boolean hasValidChecksum(int bytes) {
        int pseudo = Checksum.pseudoHeader(source, destination, protocol, bytes);
        return Checksum.isValid(Checksum.add(pseudo, Checksum.sum(buffer, payload, bytes)));
    }
}
