package dev.ristretto.kernel.network.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.ristretto.kernel.network.dhcp.DhcpClient;
import dev.ristretto.kernel.network.dns.DnsResolver;
import dev.ristretto.kernel.network.ip.Checksum;
import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.tcp.TcpState;
import dev.ristretto.kernel.network.udp.UdpSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes from the wire: the stack never throws, never leaks a frame, and works afterwards. */
class FuzzTest {
    private static final int FRAMES = 60_000;

    /** Random bytes behind a valid Ethernet header. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void noiseIsHarmless(long seed) throws NetworkException {
        RawPeer peer = busyPeer();
        Random random = new Random(seed);
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = new byte[random.nextInt(120)];
            random.nextBytes(frame);
            if (frame.length >= 14) {
                ByteBuffer buffer = ByteBuffer.wrap(frame);
                buffer.putLong(0, 0x5254_0000_0001_5254L).putInt(8, 9);
                buffer.putShort(12, (short) (random.nextInt(3) == 0 ? 0x0806 : 0x0800));
            }
            inject(peer, frame, seed, i);
        }
        check(peer);
    }

    /** Segments that make sense, with one or several fields changed and all checksums right. */
    @ParameterizedTest
    @ValueSource(longs = {3, 4, 5, 6})
    void plausibleSegmentsAreHarmless(long seed) throws NetworkException {
        RawPeer peer = busyPeer();
        Random random = new Random(seed);
        for (int i = 0; i < FRAMES; i++) {
            byte[] options = new byte[random.nextInt(4) == 0 ? random.nextInt(11) * 4 : 0];
            random.nextBytes(options);
            if (options.length > 2 && random.nextBoolean()) {
                options[0] = (byte) random.nextInt(9);
                options[1] = (byte) random.nextInt(12);
            }
            byte[] data = new byte[random.nextInt(3) == 0 ? random.nextInt(1460 - options.length) : 0];
            peer.window = random.nextInt(4) == 0 ? random.nextInt(65536) : 65535;
            peer.stackPort = random.nextInt(3) == 0 ? 80 : peer.stackPort;
            int sequence = RawPeer.INITIAL + near(random);
            int acknowledgement = peer.stackInitial + near(random);
            byte[] frame = peer.segment(random.nextInt(64), sequence, acknowledgement, data, options);
            if (random.nextInt(5) == 0) {
                mutate(frame, random);
            }
            inject(peer, frame, seed, i);
            if (random.nextInt(20) == 0) {
                peer.world.run(random.nextInt(1000) * World.MILLI);
                peer.forgetSegments();
            }
        }
        check(peer);
    }

    /**
     * Packets of all protocols that the stack itself sends, damaged and with repaired checksums, among them fragments.
     */
    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void mutatedTrafficIsHarmless(long seed) throws NetworkException {
        List<byte[]> corpus = corpus();
        RawPeer peer = busyPeer();
        Random random = new Random(seed);
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = corpus.get(random.nextInt(corpus.size())).clone();
            int times = 1 + random.nextInt(4);
            for (int k = 0; k < times; k++) {
                mutate(frame, random);
            }
            inject(peer, frame, seed, i);
            if (random.nextInt(50) == 0) {
                peer.world.run(random.nextInt(1000) * World.MILLI);
                peer.forgetSegments();
            }
        }
        check(peer);
    }

    private static int near(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(3);
            case 1 -> random.nextInt(70_000) - 2000;
            case 2 -> 1;
            default -> random.nextInt(50) == 0 ? random.nextInt() : 1;
        };
    }

    /** A stack with connections in several states, sockets, a DHCP client and a resolver at work. */
    private static RawPeer busyPeer() throws NetworkException {
        RawPeer peer = new RawPeer();
        peer.synOptions = new byte[] {2, 4, 5, (byte) 0xb4, 4, 2, 1, 1};
        NetworkStack stack = peer.stack;
        TcpSocket socket = peer.accept();
        socket.write(ByteBuffer.allocate(50_000));
        TcpSocket listener = stack.newTcpSocket();
        listener.bind(IpAddress.ANY, 80);
        listener.listen(100);
        UdpSocket udp = stack.newUdpSocket();
        udp.bind(IpAddress.ANY, 53);
        stack.newTcpSocket().connect(RawPeer.ADDRESS, 4711);
        stack.configure(new InterfaceConfiguration(RawPeer.STACK, 24, null, 1500, List.of(RawPeer.ADDRESS), "example"));
        new DhcpClient(stack, "fuzz").start();
        new DnsResolver(stack).resolve("www.example.org", answer -> {});
        peer.world.run(World.MILLI);
        return peer;
    }

    /** What two stacks say to each other, as if the raw peer had said it. */
    private static List<byte[]> corpus() throws NetworkException {
        World world = new World(1);
        Wire wire = new Wire(world);
        NetworkStack self = world.host(wire, 1);
        NetworkStack other = world.host(wire, 9);
        List<byte[]> corpus = new ArrayList<>();
        wire.tap = frame -> {
            byte[] copy = frame.clone();
            if (copy[11] == 9) {
                // Broadcasts too go to the stack alone.
                ByteBuffer.wrap(copy).putShort(0, (short) 0x5254).putInt(2, 1);
                corpus.add(copy);
            }
        };
        UdpSocket echo = self.newUdpSocket();
        echo.bind(IpAddress.ANY, 53);
        UdpSocket udp = other.newUdpSocket();
        udp.bind(IpAddress.ANY, 67);
        udp.send(ByteBuffer.allocate(100), RawPeer.STACK, 53);
        udp.send(ByteBuffer.allocate(5000), RawPeer.STACK, 53);
        udp.send(ByteBuffer.allocate(300), RawPeer.STACK, 68);
        udp.joinGroup(IpAddress.of(224, 0, 0, 9));
        other.ping(RawPeer.STACK, 0, World.SECOND, nanos -> {});
        TcpSocket listener = self.newTcpSocket();
        listener.bind(IpAddress.ANY, 80);
        listener.listen(5);
        TcpSocket client = other.newTcpSocket();
        client.connect(RawPeer.STACK, 80);
        world.run(World.SECOND);
        client.write(ByteBuffer.allocate(3000));
        client.shutdownOutput();
        self.newTcpSocket().connect(RawPeer.ADDRESS, 99);
        UdpSocket refused = self.newUdpSocket();
        refused.send(ByteBuffer.allocate(10), RawPeer.ADDRESS, 9);
        world.run(World.SECOND);
        assertThat(corpus).hasSizeGreaterThan(15);
        return corpus;
    }

    private static void mutate(byte[] frame, Random random) {
        int index = 14 + random.nextInt(Math.min(66, frame.length - 14));
        frame[index] = switch (random.nextInt(4)) {
            case 0 -> (byte) random.nextInt();
            case 1 -> (byte) (frame[index] ^ 1 << random.nextInt(8));
            case 2 -> 0;
            default -> (byte) 0xff;
        };
        if (random.nextInt(8) != 0) {
            repairChecksums(frame);
        }
    }

    private static void repairChecksums(byte[] frame) {
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        int headerLength = (frame[14] & 15) * 4;
        if (buffer.getShort(12) != 0x0800 || headerLength < 20 || 14 + headerLength + 20 > frame.length) {
            return;
        }
        buffer.putShort(24, (short) 0);
        buffer.putShort(24, Checksum.finish(Checksum.sum(frame, 14, headerLength)));
        int payload = 14 + headerLength;
        int total = Math.min(buffer.getShort(16) & 0xffff, frame.length - 14);
        int length = Math.max(0, total - headerLength);
        int field = switch (frame[23]) {
            case 1 -> 2;
            case 6 -> 16;
            case 17 -> 6;
            default -> -1;
        };
        if (field < 0 || length < field + 2) {
            return;
        }
        buffer.putShort(payload + field, (short) 0);
        int pseudo =
                frame[23] == 1 ? 0 : Checksum.pseudoHeader(buffer.getInt(26), buffer.getInt(30), frame[23], length);
        buffer.putShort(payload + field, Checksum.finish(Checksum.add(pseudo, Checksum.sum(frame, payload, length))));
    }

    private static void inject(RawPeer peer, byte[] frame, long seed, int number) {
        assertThatCode(() -> {
                    peer.wire.inject(frame);
                    if (number % 16 == 0) {
                        peer.stack.poll();
                    }
                })
                .as("seed %d, frame %d: %s", seed, number, HexFormat.of().formatHex(frame))
                .doesNotThrowAnyException();
    }

    /** The stack still works, and nothing has been leaked or kept beyond its bound. */
    private static void check(RawPeer peer) throws NetworkException {
        peer.world.run(1000 * World.SECOND);
        assertThat(peer.world.leakedFrames()).isLessThanOrEqualTo(40);
        assertThat(peer.stack.ip().fragmentMemory()).isLessThanOrEqualTo(1 << 20);
        TcpSocket listener = peer.stack.newTcpSocket();
        listener.bind(IpAddress.LOOPBACK, 8080);
        listener.listen(5);
        TcpSocket client = peer.stack.newTcpSocket();
        client.connect(IpAddress.LOOPBACK, 8080);
        assertThat(client.state()).isEqualTo(TcpState.ESTABLISHED);
        client.abort();
        listener.close();
        peer.stack.configure(null);
        peer.world.run(4000 * World.SECOND);
        assertThat(peer.world.leakedFrames()).as("frames not released").isZero();
    }
}
