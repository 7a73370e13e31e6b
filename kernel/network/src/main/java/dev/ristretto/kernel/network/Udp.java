package dev.ristretto.kernel.network;

import dev.ristretto.kernel.network.wire.Checksum;
import dev.ristretto.kernel.network.wire.IcmpFormat;
import dev.ristretto.kernel.network.wire.Ipv4Format;
import dev.ristretto.kernel.network.wire.UdpFormat;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** UDP (RFC 768, RFC 1122 section 4.1): who has which port, and the way of datagrams to sockets. */
final class Udp {
    private final NetworkStack stack;
    /** Sockets of each port, chained, the last one bound first. */
    private final PortMap<UdpSocket> ports = new PortMap<>();

    Udp(NetworkStack stack) {
        this.stack = stack;
    }

    /** Registers a socket; chooses a port if it is 0. Returns the port. */
    int bind(UdpSocket socket, int address, int port, boolean reuse) throws NetworkException {
        int chosen = port;
        if (port == 0) {
            chosen = EphemeralPorts.choose(stack.random(), candidate -> ports.get(candidate) == null);
            if (chosen == 0) {
                throw new NetworkException(NetworkError.ADDRESS_NOT_AVAILABLE, "all UDP ports are in use");
            }
        }
        UdpSocket first = ports.get(chosen);
        for (UdpSocket other = first; other != null; other = other.nextOnPort) {
            boolean overlaps = other.localAddress == address || other.localAddress == 0 || address == 0;
            if (overlaps && !(reuse && other.reuseAddress)) {
                throw new NetworkException(NetworkError.ADDRESS_IN_USE, "UDP port " + chosen + " is in use");
            }
        }
        socket.nextOnPort = first;
        ports.put(chosen, socket);
        return chosen;
    }

    void unbind(UdpSocket socket, int port) {
        UdpSocket first = ports.get(port);
        if (first == socket) {
            if (socket.nextOnPort == null) {
                ports.remove(port);
            } else {
                ports.put(port, socket.nextOnPort);
            }
        } else {
            for (UdpSocket other = first; other != null; other = other.nextOnPort) {
                if (other.nextOnPort == socket) {
                    other.nextOnPort = socket.nextOnPort;
                }
            }
        }
        socket.nextOnPort = null;
    }

    void receive(Ipv4Packet packet) {
        ByteBuffer buffer = packet.buffer;
        int index = packet.payload;
        if (packet.length < UdpFormat.HEADER) {
            return;
        }
        int length = buffer.getShort(index + UdpFormat.LENGTH) & 0xffff;
        if (length < UdpFormat.HEADER || length > packet.length) {
            return;
        }
        if (buffer.getShort(index + UdpFormat.CHECKSUM) != 0 && !packet.checksumValidated) {
            int pseudo = Checksum.pseudoHeader(packet.source, packet.destination, Ipv4Format.UDP, length);
            if (!Checksum.isValid(Checksum.add(pseudo, Checksum.sum(buffer, index, length)))) {
                return;
            }
        }
        int sourcePort = buffer.getShort(index + UdpFormat.SOURCE_PORT) & 0xffff;
        int port = buffer.getShort(index + UdpFormat.DESTINATION_PORT) & 0xffff;
        int data = index + UdpFormat.HEADER;
        int dataLength = length - UdpFormat.HEADER;
        if (packet.group) {
            UdpSocket socket = ports.get(port);
            while (socket != null) {
                UdpSocket following = socket.nextOnPort;
                if (socket.match(packet.destination, packet.source, sourcePort) >= 0) {
                    socket.deliver(packet, sourcePort, data, dataLength);
                }
                socket = following;
            }
            return;
        }
        UdpSocket socket = find(packet.destination, port, packet.source, sourcePort);
        if (socket == null) {
            stack.icmp.sendError(packet, IcmpFormat.UNREACHABLE, IcmpFormat.PORT);
        } else {
            socket.deliver(packet, sourcePort, data, dataLength);
        }
    }

    /** An ICMP message says that a datagram of ours did not arrive; only connected sockets want to know (RFC 1122 section 4.1.3.3). */
    void reported(int local, int localPort, int remote, int remotePort, NetworkError error) {
        UdpSocket socket = find(local, localPort, remote, remotePort);
        if (socket != null && socket.remotePort != 0) {
            socket.fail(error);
        }
    }

    private @Nullable UdpSocket find(int local, int localPort, int remote, int remotePort) {
        UdpSocket best = null;
        int bestScore = -1;
        for (UdpSocket socket = ports.get(localPort); socket != null; socket = socket.nextOnPort) {
            int score = socket.match(local, remote, remotePort);
            if (score > bestScore) {
                best = socket;
                bestScore = score;
            }
        }
        return best;
    }
}
