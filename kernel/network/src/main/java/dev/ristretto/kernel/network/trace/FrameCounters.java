package dev.ristretto.kernel.network.trace;

import dev.ristretto.abi.Direction;
import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.abi.NetworkProtocol;
import dev.ristretto.kernel.network.ip.Ipv4Format;
import dev.ristretto.kernel.network.link.Ethernet;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import java.nio.ByteBuffer;

/** Counts the frames of one direction and their bytes by protocol, one thread at a time. */
final class FrameCounters {
    private final NetworkCounters counters;
    private final NetworkCounter[] frames = new NetworkCounter[NetworkProtocol.values().length];
    private final NetworkCounter[] bytes = new NetworkCounter[frames.length];

    FrameCounters(NetworkCounters counters, Direction direction) {
        this.counters = counters;
        for (NetworkCounter counter : NetworkCounter.values()) {
            NetworkProtocol protocol = counter.protocol();
            if (protocol != null && counter.direction() == direction) {
                switch (counter.kind()) {
                    case FRAMES -> frames[protocol.ordinal()] = counter;
                    case BYTES -> bytes[protocol.ordinal()] = counter;
                    case DROPS, EVENTS -> {}
                }
            }
        }
    }

    /** Counts a frame with its bytes from the Ethernet header to the end of the payload. */
    void count(Frame frame) {
        int protocol = protocol(frame).ordinal();
        counters.count(frames[protocol]);
        counters.add(bytes[protocol], frame.length());
    }

    /**
     * Looks at the type of the frame and, for IPv4, at the protocol; what is not even that long is of no known
     * protocol. Of a fragment, too, its header tells the protocol.
     */
    private static NetworkProtocol protocol(Frame frame) {
        ByteBuffer buffer = frame.buffer();
        int type = frame.length() < Ethernet.HEADER ? 0 : buffer.getShort(frame.start() + Ethernet.TYPE) & 0xffff;
        if (type == Ethernet.TYPE_ARP) {
            return NetworkProtocol.ARP;
        }
        if (type != Ethernet.TYPE_IPV4 || frame.length() < Ethernet.HEADER + Ipv4Format.HEADER) {
            return NetworkProtocol.OTHER;
        }
        return switch (buffer.get(frame.start() + Ethernet.HEADER + Ipv4Format.PROTOCOL) & 0xff) {
            case Ipv4Format.ICMP -> NetworkProtocol.ICMP;
            case Ipv4Format.UDP -> NetworkProtocol.UDP;
            case Ipv4Format.TCP -> NetworkProtocol.TCP;
            default -> NetworkProtocol.OTHER_IPV4;
        };
    }
}
