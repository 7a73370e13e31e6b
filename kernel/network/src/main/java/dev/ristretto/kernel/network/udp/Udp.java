package dev.ristretto.kernel.network.udp;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.kernel.network.buffer.ChunkPool;
import dev.ristretto.kernel.network.icmp.ErrorListener;
import dev.ristretto.kernel.network.icmp.FailedPacket;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.ip.IpLayer;
import dev.ristretto.kernel.network.ip.IpProtocol;
import dev.ristretto.kernel.network.ip.Ipv4Format;
import dev.ristretto.kernel.network.ip.Ipv4Packet;
import dev.ristretto.kernel.network.ip.MulticastGroups;
import dev.ristretto.kernel.network.socket.EphemeralPorts;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.PortMap;
import dev.ristretto.kernel.network.socket.StackLock;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** UDP (RFC 768, RFC 1122 section 4.1): who has which port, and the way of datagrams to sockets. */
public final class Udp implements IpProtocol, ErrorListener {
    private final IpLayer ip;
    private final MulticastGroups groups;
    private final ChunkPool chunks;
    private final RandomGenerator random;
    private final StackLock lock;
    private final NetworkCounters counters;
    private final UdpWriter writer;
    /** Serves the queues of all sockets, see {@link DatagramQueue}. */
    private final ByteBuffer record = ByteBuffer.allocate(DatagramQueue.RECORD);

    /** Sockets of each port, chained, the last one bound first. */
    private final PortMap<UdpSocket> ports = new PortMap<>();

    /** UDP over {@code ip} without sockets. */
    public Udp(
            IpLayer ip,
            MulticastGroups groups,
            ChunkPool chunks,
            RandomGenerator random,
            StackLock lock,
            NetworkCounters counters) {
        this.ip = ip;
        this.groups = groups;
        this.chunks = chunks;
        this.random = random;
        this.lock = lock;
        this.counters = counters;
        writer = new UdpWriter(ip);
    }

    @Override
    public int number() {
        return Ipv4Format.UDP;
    }

    /** A new socket: unbound, unconnected. Thread-safe. */
    public UdpSocket newSocket() {
        return new UdpSocket(this, ip, groups, new DatagramQueue(chunks, record), lock);
    }

    NetworkCounters counters() {
        return counters;
    }

    UdpWriter writer() {
        return writer;
    }

    /**
     * Registers a socket, for all addresses if {@code address} is null; chooses a port if it is 0. Returns the port.
     */
    int bind(UdpSocket socket, @Nullable IpAddress address, int port, boolean reuse) throws NetworkException {
        int chosen = port;
        if (port == 0) {
            chosen = EphemeralPorts.choose(random, candidate -> ports.get(candidate) == null);
            if (chosen == 0) {
                throw new NetworkException(NetworkError.ADDRESS_NOT_AVAILABLE, "all UDP ports are in use");
            }
        }
        UdpSocket first = ports.get(chosen);
        for (UdpSocket other = first; other != null; other = other.nextOnPort()) {
            if (other.overlaps(address) && !(reuse && other.reusesAddress())) {
                throw new NetworkException(NetworkError.ADDRESS_IN_USE, "UDP port " + chosen + " is in use");
            }
        }
        socket.setNextOnPort(first);
        ports.put(chosen, socket);
        return chosen;
    }

    void unbind(UdpSocket socket, int port) {
        UdpSocket first = ports.get(port);
        if (first == socket) {
            UdpSocket following = socket.nextOnPort();
            if (following == null) {
                ports.remove(port);
            } else {
                ports.put(port, following);
            }
        } else {
            for (UdpSocket other = first; other != null; other = other.nextOnPort()) {
                if (other.nextOnPort() == socket) {
                    other.setNextOnPort(socket.nextOnPort());
                }
            }
        }
        socket.setNextOnPort(null);
    }

    @Override
    public void receive(Ipv4Packet packet) {
        ByteBuffer buffer = packet.buffer();
        int index = packet.payload();
        int length = packet.length() < UdpFormat.HEADER ? 0 : buffer.getShort(index + UdpFormat.LENGTH) & 0xffff;
        if (length < UdpFormat.HEADER || length > packet.length()) {
            counters.count(NetworkCounter.UDP_MALFORMED);
            return;
        }
        boolean hasChecksum = buffer.getShort(index + UdpFormat.CHECKSUM) != 0;
        if (hasChecksum && !packet.isChecksumValidated() && !packet.hasValidChecksum(length)) {
            counters.count(NetworkCounter.UDP_CHECKSUM);
            return;
        }
        int sourcePort = buffer.getShort(index + UdpFormat.SOURCE_PORT) & 0xffff;
        int port = buffer.getShort(index + UdpFormat.DESTINATION_PORT) & 0xffff;
        int data = index + UdpFormat.HEADER;
        int dataLength = length - UdpFormat.HEADER;
        if (packet.isGroup()) {
            boolean wanted = false;
            UdpSocket socket = ports.get(port);
            while (socket != null) {
                UdpSocket following = socket.nextOnPort();
                if (socket.match(packet.destination(), packet.source(), sourcePort) >= 0) {
                    wanted = true;
                    socket.deliver(packet, sourcePort, data, dataLength);
                }
                socket = following;
            }
            if (!wanted) {
                counters.count(NetworkCounter.UDP_NO_PORT);
            }
            return;
        }
        UdpSocket socket = find(packet.destination(), port, packet.source(), sourcePort);
        if (socket == null) {
            counters.count(NetworkCounter.UDP_NO_PORT);
            ip.rejectPort(packet);
        } else {
            socket.deliver(packet, sourcePort, data, dataLength);
        }
    }

    /** Only connected sockets want to know (RFC 1122 section 4.1.3.3). */
    @Override
    public void failed(FailedPacket packet) {
        if (packet.pathMtu() != 0) {
            return;
        }
        UdpSocket socket = find(
                packet.source().v4(), packet.sourcePort(), packet.destination().v4(), packet.destinationPort());
        if (socket != null && socket.isConnected()) {
            socket.fail(packet.error());
        }
    }

    private @Nullable UdpSocket find(int local, int localPort, int remote, int remotePort) {
        UdpSocket best = null;
        int bestScore = -1;
        for (UdpSocket socket = ports.get(localPort); socket != null; socket = socket.nextOnPort()) {
            int score = socket.match(local, remote, remotePort);
            if (score > bestScore) {
                best = socket;
                bestScore = score;
            }
        }
        return best;
    }
}
