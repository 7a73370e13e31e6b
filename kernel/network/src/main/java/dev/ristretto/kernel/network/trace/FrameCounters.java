package dev.ristretto.kernel.network.trace;

import dev.ristretto.kernel.network.ip.Ipv4Format;
import dev.ristretto.kernel.network.link.Ethernet;
import dev.ristretto.kernel.network.link.Frame;
import java.nio.ByteBuffer;

/**
 * Counts the frames of one direction by protocol. Written by one thread at a time; another one that reads may see
 * values that are a little late.
 */
public final class FrameCounters {
    private long frames;
    private long bytes;
    private long arp;
    private long ipv4;
    private long icmp;
    private long udp;
    private long tcp;
    private long other;

    FrameCounters() {}

    /**
     * Looks at the type of the frame and, for IPv4, at the protocol; what is not even that long is of no known
     * protocol.
     */
    void count(Frame frame) {
        frames++;
        bytes += frame.length();
        ByteBuffer buffer = frame.buffer();
        int type = frame.length() < Ethernet.HEADER ? 0 : buffer.getShort(frame.start() + Ethernet.TYPE) & 0xffff;
        if (type == Ethernet.TYPE_ARP) {
            arp++;
        } else if (type == Ethernet.TYPE_IPV4 && frame.length() >= Ethernet.HEADER + Ipv4Format.HEADER) {
            ipv4++;
            countProtocol(buffer.get(frame.start() + Ethernet.HEADER + Ipv4Format.PROTOCOL) & 0xff);
        } else {
            other++;
        }
    }

    private void countProtocol(int protocol) {
        switch (protocol) {
            case Ipv4Format.ICMP -> icmp++;
            case Ipv4Format.UDP -> udp++;
            case Ipv4Format.TCP -> tcp++;
            default -> {
                // Counted as IPv4 alone.
            }
        }
    }

    /** All frames. */
    public long frames() {
        return frames;
    }

    /** Bytes of all frames, from the Ethernet header to the end of the payload. */
    public long bytes() {
        return bytes;
    }

    /** Frames of ARP. */
    public long arp() {
        return arp;
    }

    /** Packets of IPv4, fragments each for itself. */
    public long ipv4() {
        return ipv4;
    }

    /** Packets of ICMP. */
    public long icmp() {
        return icmp;
    }

    /** Packets of UDP. */
    public long udp() {
        return udp;
    }

    /** Segments of TCP; one that the link cuts or has joined counts once. */
    public long tcp() {
        return tcp;
    }

    /** Frames of none of these protocols. */
    public long other() {
        return other;
    }
}
