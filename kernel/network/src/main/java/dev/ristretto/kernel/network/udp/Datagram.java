package dev.ristretto.kernel.network.udp;

/** What {@link UdpSocket#receive} says about a datagram. Reusable, filled by each call; not thread-safe. */
public final class Datagram {
    private int sourceAddress;
    private int sourcePort;
    private int destinationAddress;
    private int length;

    /** An empty one. */
    public Datagram() {}

    void fill(int fromAddress, int fromPort, int toAddress, int bytes) {
        sourceAddress = fromAddress;
        sourcePort = fromPort;
        destinationAddress = toAddress;
        length = bytes;
    }

    /** Address of the sender. */
    public int sourceAddress() {
        return sourceAddress;
    }

    /** Port of the sender. */
    public int sourcePort() {
        return sourcePort;
    }

    /** Address to which it was sent: an own one, a broadcast or a multicast address. */
    public int destinationAddress() {
        return destinationAddress;
    }

    /** Full length in bytes, also when the target was shorter. */
    public int length() {
        return length;
    }
}
