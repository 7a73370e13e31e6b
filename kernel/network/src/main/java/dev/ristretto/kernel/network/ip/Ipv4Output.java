package dev.ristretto.kernel.network.ip;

import dev.ristretto.kernel.network.link.Ethernet;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.NetworkInterface;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Puts IPv4 and Ethernet headers in front of payloads (RFC 791) and fragments what is too long. */
final class Ipv4Output {
    /** Index of the payload from the start of a frame. */
    static final int PAYLOAD = Ethernet.HEADER + Ipv4Format.HEADER;

    private final Ipv4Layer ip;
    private final PacketIdentification identification;

    Ipv4Output(Ipv4Layer ip, RandomGenerator random) {
        this.ip = ip;
        identification = new PacketIdentification(random);
    }

    /**
     * A frame with room for {@code payloadLength} bytes after the headers, at {@link #PAYLOAD}; null if the link has no
     * space.
     */
    @Nullable
    Frame allocate(Route route, int payloadLength) {
        return route.through().allocate(Ipv4Format.HEADER + payloadLength);
    }

    /**
     * Completes and sends a frame from {@link #allocate}.
     *
     * @param flags {@link Ipv4Format#DONT_FRAGMENT} or 0
     */
    void send(Frame frame, Route route, int protocol, int ttl, int flags) {
        int id = flags == Ipv4Format.DONT_FRAGMENT ? 0 : identification.next(route, protocol);
        send(frame, route, protocol, ttl, id, flags);
    }

    private void send(Frame frame, Route route, int protocol, int ttl, int id, int fragment) {
        try {
            write(frame, route, protocol, ttl, id, fragment);
        } catch (OutOfMemoryError e) {
            if (!frame.isReleased()) {
                frame.release();
            }
            throw e;
        }
    }

    private void write(Frame frame, Route route, int protocol, int ttl, int id, int fragment) {
        ByteBuffer buffer = frame.buffer();
        int start = frame.start();
        Ipv4Format.write(
                buffer,
                start + Ethernet.HEADER,
                frame.length() - Ethernet.HEADER,
                id,
                fragment,
                ttl,
                protocol,
                route.source().v4(),
                route.destination().v4());
        NetworkInterface through = route.through();
        long destination = route.groupMac() != 0 ? route.groupMac() : through.proxyMac();
        Ethernet.write(buffer, start, destination, through.mac(), Ethernet.TYPE_IPV4);
        if (through.isLoopback() || destination != 0) {
            through.transmit(frame);
        } else {
            ip.arp().send(frame, route);
        }
    }

    /**
     * Sends a payload in as many fragments as it needs (RFC 791 section 3.2).
     *
     * @param head first bytes of the payload (a UDP or ICMP header)
     * @param body the rest, from index {@code bodyIndex} on
     * @return false if the link had no space for all; what was sent is then useless, and the peer's timeout clears it
     */
    boolean sendFragmented(
            Route route, int mtu, int protocol, int ttl, byte[] head, ByteBuffer body, int bodyIndex, int bodyLength) {
        int perFragment = (mtu - Ipv4Format.HEADER) & ~7;
        int total = head.length + bodyLength;
        int id = identification.next(route, protocol);
        for (int offset = 0; offset < total; offset += perFragment) {
            int length = Math.min(perFragment, total - offset);
            Frame frame = allocate(route, length);
            if (frame == null) {
                return false;
            }
            int fromHead = Math.clamp(head.length - offset, 0, length);
            int at = frame.start() + PAYLOAD;
            if (fromHead > 0) {
                frame.buffer().put(at, head, offset, fromHead);
            }
            if (length > fromHead) {
                int from = bodyIndex + offset + fromHead - head.length;
                frame.buffer().put(at + fromHead, body, from, length - fromHead);
            }
            int more = offset + length < total ? Ipv4Format.MORE_FRAGMENTS : 0;
            send(frame, route, protocol, ttl, id, offset >> 3 | more);
        }
        return true;
    }
}
