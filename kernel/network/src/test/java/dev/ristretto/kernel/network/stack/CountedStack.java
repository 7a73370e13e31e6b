package dev.ristretto.kernel.network.stack;

import static dev.ristretto.abi.NetworkCounter.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.abi.NetworkCounter.Kind;
import dev.ristretto.kernel.network.ip.ArpFormat;
import dev.ristretto.kernel.network.ip.Checksum;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.ip.Ipv4Format;
import dev.ristretto.kernel.network.link.Ethernet;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.tcp.TcpLimits;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.udp.UdpSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;

/**
 * A stack with small bounds and a peer for it, both of which know each other's Ethernet address; tells what the stack
 * has counted.
 */
abstract class CountedStack {
    /** Two half-open connections for each listener, four connections, and fragments of one packet. */
    private static final StackOptions TIGHT =
            new StackOptions(512 << 10, 2000, new TcpLimits(32 << 10, 64 << 10, 32 << 10, 64 << 10, 4, 4, 2, 10));

    static final IpAddress BROADCAST = World.address(255);
    static final IpAddress GROUP = IpAddress.of(224, 1, 2, 3);
    static final IpAddress ELSEWHERE = IpAddress.of(192, 0, 2, 1);

    final RawPeer peer = new RawPeer(TIGHT);
    final SimulatedLink link = peer.world.link(peer.stack);
    private final Map<NetworkCounter, Long> before = new EnumMap<>(NetworkCounter.class);

    @BeforeEach
    void knowThePeer() {
        // Both know each other's Ethernet address from here on.
        request(ArpFormat.REQUEST, RawPeer.ADDRESS, RawPeer.STACK);
        peer.world.run(World.MILLI);
        assertThat(counted()).isEmpty();
    }

    /** Drops and events since the last time. */
    Map<NetworkCounter, Long> counted() {
        Map<NetworkCounter, Long> difference = new EnumMap<>(NetworkCounter.class);
        dropsAndEvents().forEach(counter -> {
            long now = peer.stack.counters().get(counter);
            long added = now - before.getOrDefault(counter, 0L);
            before.put(counter, now);
            if (added != 0) {
                difference.put(counter, added);
            }
        });
        return difference;
    }

    static Stream<NetworkCounter> dropsAndEvents() {
        return Arrays.stream(NetworkCounter.values())
                .filter(counter -> counter.kind() == Kind.DROPS || counter.kind() == Kind.EVENTS);
    }

    void inject(byte[] frame) {
        peer.wire.inject(frame);
        peer.world.run(0);
    }

    static byte[] packet(int protocol, byte[] payload) {
        return RawPeer.packet(protocol, RawPeer.ADDRESS, RawPeer.STACK, 0, 1, payload);
    }

    static byte[] fragment(int fragment, int identification, int length) {
        return RawPeer.packet(200, RawPeer.ADDRESS, RawPeer.STACK, fragment, identification, new byte[length]);
    }

    static byte[] datagram(int port, int length) {
        ByteBuffer datagram = ByteBuffer.allocate(8 + length);
        datagram.putShort((short) 1234).putShort((short) port).putShort((short) (8 + length));
        return datagram.array();
    }

    static byte[] udp(IpAddress source, IpAddress destination, int port) {
        return RawPeer.packet(Ipv4Format.UDP, source, destination, 0, 1, datagram(port, 10));
    }

    static byte[] icmp(int type, int length) {
        ByteBuffer message = ByteBuffer.allocate(length).put(0, (byte) type);
        return message.putShort(2, Checksum.finish(Checksum.sum(message, 0, length)))
                .array();
    }

    /** A report about a packet of {@code source}. */
    static byte[] unreachable(IpAddress source, int quoted) {
        ByteBuffer message = ByteBuffer.allocate(8 + quoted).put(0, (byte) 3);
        Ipv4Format.write(message, 8, 60, 1, 0, 64, Ipv4Format.UDP, source.v4(), RawPeer.ADDRESS.v4());
        return message.putShort(2, Checksum.finish(Checksum.sum(message, 0, message.capacity())))
                .array();
    }

    /** The same with an option of four bytes in the IPv4 header. */
    static byte[] withOption(byte[] frame, int option) {
        ByteBuffer longer = ByteBuffer.allocate(frame.length + 4).put(0, frame, 0, 34);
        longer.put(14, (byte) 0x46).putShort(14 + Ipv4Format.TOTAL_LENGTH, (short) (frame.length + 4 - 14));
        longer.put(34, (byte) option).put(35, (byte) 3).put(36, (byte) 4);
        longer.put(38, frame, 34, frame.length - 34);
        longer.putShort(14 + Ipv4Format.CHECKSUM, (short) 0);
        return longer.putShort(14 + Ipv4Format.CHECKSUM, Checksum.finish(Checksum.sum(longer, 14, 24)))
                .array();
    }

    /** A connection request to {@link RawPeer#stackPort}. */
    byte[] syn(int port) {
        byte[] frame = peer.segment(RawPeer.SYN, RawPeer.INITIAL, 0, new byte[0], peer.synOptions);
        ByteBuffer buffer = ByteBuffer.wrap(frame).putShort(34, (short) port).putShort(50, (short) 0);
        int length = frame.length - 34;
        int pseudo = Checksum.pseudoHeader(RawPeer.ADDRESS.v4(), RawPeer.STACK.v4(), 6, length);
        buffer.putShort(50, Checksum.finish(Checksum.add(pseudo, Checksum.sum(frame, 34, length))));
        return frame;
    }

    void request(int operation, IpAddress sender, IpAddress target) {
        inject(arp(operation, sender, target));
    }

    static byte[] arp(int operation, IpAddress sender, IpAddress target) {
        ByteBuffer frame = ByteBuffer.allocate(60);
        Ethernet.write(frame, 0, Ethernet.BROADCAST, 0x5254_0000_0009L, Ethernet.TYPE_ARP);
        ArpFormat.write(frame, 14, operation, 0x5254_0000_0009L, sender.v4(), 0, target.v4());
        return frame.array();
    }

    UdpSocket bound(int port) throws NetworkException {
        UdpSocket socket = peer.stack.newUdpSocket();
        socket.bind(IpAddress.ANY, port);
        return socket;
    }

    void send(int datagrams, IpAddress destination) throws NetworkException {
        UdpSocket socket = peer.stack.newUdpSocket();
        send(socket, datagrams, destination);
        socket.close();
    }

    static void send(UdpSocket socket, int datagrams, IpAddress destination) {
        try {
            for (int i = 0; i < datagrams; i++) {
                assertThat(socket.send(ByteBuffer.allocate(10), destination, 53))
                        .isEqualTo(10);
            }
        } catch (NetworkException e) {
            throw new AssertionError(e);
        }
    }

    TcpSocket listen(int backlog) throws NetworkException {
        TcpSocket listener = peer.stack.newTcpSocket();
        listener.bind(IpAddress.ANY, 80);
        listener.listen(backlog);
        return listener;
    }

    /** A connection request to the peer. */
    void connect() throws NetworkException {
        peer.stack.newTcpSocket().connect(RawPeer.ADDRESS, RawPeer.PORT);
        peer.expect(RawPeer.SYN, 0, 0, 0);
    }

    /** A whole connection over loopback, which nobody accepts. */
    void connectToSelf() throws NetworkException {
        peer.stack.newTcpSocket().connect(IpAddress.LOOPBACK, 80);
        assertThat(counted()).isEqualTo(Map.of(TCP_ACTIVE_OPENS, 1L, TCP_PASSIVE_OPENS, 1L));
    }
}
