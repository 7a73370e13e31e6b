package dev.ristretto.kernel.network.udp;

import dev.ristretto.kernel.network.ip.Checksum;
import dev.ristretto.kernel.network.ip.IpLayer;
import dev.ristretto.kernel.network.ip.Ipv4Format;
import dev.ristretto.kernel.network.ip.Route;
import dev.ristretto.kernel.network.link.Frame;
import java.nio.ByteBuffer;

/** Writes datagrams into frames and sends them. */
final class UdpWriter {
    private final IpLayer ip;

    UdpWriter(IpLayer ip) {
        this.ip = ip;
    }

    /**
     * Sends {@code length} bytes from the position of {@code source} on, which stays; false if the link has no space.
     */
    boolean send(Route route, int localPort, int remotePort, int timeToLive, ByteBuffer source, int length) {
        int total = UdpFormat.HEADER + length;
        int ports = localPort << 16 | remotePort;
        if (total > ip.payloadLimit(route)) {
            return sendFragmented(route, ports, timeToLive, source, length);
        }
        Frame frame = ip.allocate(route, total);
        if (frame == null) {
            return false;
        }
        int pseudo = ip.pseudoHeader(route, Ipv4Format.UDP, total);
        ByteBuffer buffer = frame.buffer();
        int header = ip.headerLength(route);
        int index = frame.start() + header;
        buffer.putInt(index, ports);
        buffer.putInt(index + UdpFormat.LENGTH, total << 16);
        buffer.put(index + UdpFormat.HEADER, source, source.position(), length);
        if (route.through().checksumOffload()) {
            buffer.putShort(index + UdpFormat.CHECKSUM, (short) pseudo);
            frame.requestChecksum(header, UdpFormat.CHECKSUM);
        } else {
            int sum = Checksum.add(pseudo, Checksum.sum(buffer, index, total));
            buffer.putShort(index + UdpFormat.CHECKSUM, (short) checksum(sum));
        }
        ip.send(frame, route, Ipv4Format.UDP, timeToLive, true);
        return true;
    }

    private boolean sendFragmented(Route route, int ports, int timeToLive, ByteBuffer source, int length) {
        int total = UdpFormat.HEADER + length;
        ByteBuffer head = ByteBuffer.allocate(UdpFormat.HEADER);
        head.putInt(0, ports);
        head.putInt(UdpFormat.LENGTH, total << 16);
        int pseudo = ip.pseudoHeader(route, Ipv4Format.UDP, total);
        // A duplicate is big-endian, which the caller's buffer need not be.
        int body = Checksum.sum(source.duplicate(), source.position(), length);
        int sum = Checksum.add(Checksum.sum(head, 0, UdpFormat.HEADER), body);
        head.putShort(UdpFormat.CHECKSUM, (short) checksum(Checksum.add(pseudo, sum)));
        return ip.sendFragmented(route, Ipv4Format.UDP, timeToLive, head.array(), source, source.position(), length);
    }

    /** 0 would mean that there is no checksum. */
    private static int checksum(int sum) {
        int checksum = Checksum.finish(sum) & 0xffff;
        return checksum == 0 ? 0xffff : checksum;
    }
}
