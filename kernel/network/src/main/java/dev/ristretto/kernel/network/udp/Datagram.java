package dev.ristretto.kernel.network.udp;

import dev.ristretto.kernel.network.ip.IpAddress;

/** What {@link UdpSocket#receive} says about a datagram. Reusable, filled by each call; not thread-safe. */
public final class Datagram {
    private int source;
    private int sourcePort;
    private int destination;
    private int length;

    /** An empty one. */
    public Datagram() {}

    void fill(int fromAddress, int fromPort, int toAddress, int bytes) {
        source = fromAddress;
        sourcePort = fromPort;
        destination = toAddress;
        length = bytes;
    }

    /** Address of the sender. */
    public IpAddress sourceAddress() {
        return IpAddress.ofV4(source);
    }

    /** Port of the sender. */
    public int sourcePort() {
        return sourcePort;
    }

    /** Address to which it was sent: an own one, a broadcast or a multicast address. */
    public IpAddress destinationAddress() {
        return IpAddress.ofV4(destination);
    }

    /** Full length in bytes, also when the target was shorter. */
    public int length() {
        return length;
    }
}
