package dev.ristretto.kernel.network;

import java.nio.ByteBuffer;

/** A received IPv4 packet as the protocols see it. One object serves all packets; it is valid during the call only. */
final class Ipv4Packet {
    ByteBuffer buffer = ByteBuffer.allocate(0);
    /** Index of the IPv4 header. */
    int header;
    /** Index of the payload. */
    int payload;
    /** Bytes of payload. */
    int length;

    int source;
    int destination;
    int protocol;
    NetworkInterface from;
    /** Whether it went to several stations, at the Ethernet or the IPv4 level. */
    boolean group;

    boolean checksumValidated;

    Ipv4Packet(NetworkInterface from) {
        this.from = from;
    }
}
