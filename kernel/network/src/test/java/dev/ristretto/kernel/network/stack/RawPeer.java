package dev.ristretto.kernel.network.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.icmp.FailedPacket;
import dev.ristretto.kernel.network.ip.ArpFormat;
import dev.ristretto.kernel.network.ip.Checksum;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.ip.Ipv4Format;
import dev.ristretto.kernel.network.link.Ethernet;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.tcp.TcpState;
import dev.ristretto.kernel.network.tcp.format.TcpFormat;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A peer under the control of the test, segment by segment, at 10.0.0.9. Sequence numbers in the tests count from the
 * peer's initial number {@link #INITIAL} and the stack's, so that the first byte of data is 1 on both sides.
 */
final class RawPeer {
    static final int FIN = TcpFormat.FIN;
    static final int SYN = TcpFormat.SYN;
    static final int RST = TcpFormat.RST;
    static final int PSH = TcpFormat.PSH;
    static final int ACK = TcpFormat.ACK;
    static final IpAddress ADDRESS = World.address(9);
    static final IpAddress STACK = World.address(1);
    static final int PORT = 7777;
    static final int INITIAL = 0x7fff_fff0;

    private static final long MAC = 0x5254_0000_0009L;
    private static final long STACK_MAC = 0x5254_0000_0001L;

    /** A segment of the stack; numbers relative to the initial ones. */
    record Sent(
            long time,
            int flags,
            int sequence,
            int acknowledgement,
            int window,
            byte[] data,
            int mss,
            int shift,
            boolean sackPermitted,
            boolean timestamps,
            int timestampValue,
            int timestampEcho,
            int[] sack) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }

        @Override
        public String toString() {
            return "flags " + flags + " seq " + sequence + " ack " + acknowledgement + " win " + window + " len "
                    + data.length + " sack " + Arrays.toString(sack);
        }
    }

    final World world;
    final Wire wire;
    final NetworkStack stack;
    /** Other IPv4 packets of the stack. */
    final ArrayDeque<byte[]> others = new ArrayDeque<>();

    boolean answersArp = true;
    /** Requests for Ethernet addresses, its own or not. */
    int arpRequests;

    private final boolean proxy;
    /** Options of the peer's SYN. */
    byte[] synOptions = {2, 4, (byte) (1460 >> 8), (byte) 1460};

    boolean timestamps;
    int timestampValue = 1000;
    int timestampEcho;
    int window = 65535;
    /** The peer's port. */
    int port = PORT;

    int stackPort;
    int stackInitial;
    private final ArrayDeque<Sent> segments = new ArrayDeque<>();

    RawPeer() {
        this(StackOptions.defaults());
    }

    RawPeer(StackOptions options) {
        this(options, LinkFeatures.NONE);
    }

    RawPeer(StackOptions options, LinkFeatures features) {
        proxy = features.proxied();
        world = new World(99);
        wire = new Wire(world);
        wire.delay = 1000;
        wire.tap = this::take;
        stack = world.host(wire, 1, features, options);
    }

    private void take(byte[] frame) {
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        int type = buffer.getShort(Ethernet.TYPE) & 0xffff;
        if (type == Ethernet.TYPE_ARP) {
            int target = buffer.getInt(14 + ArpFormat.TARGET_IP);
            if (buffer.getShort(14 + ArpFormat.OPERATION) == ArpFormat.REQUEST && target != STACK.v4()) {
                arpRequests++;
                if (answersArp && (proxy || target == ADDRESS.v4())) {
                    world.at(world.now + 1000, this::answerArp);
                }
            }
            return;
        }
        if (buffer.get(14 + Ipv4Format.PROTOCOL) != Ipv4Format.TCP || buffer.getInt(30) != ADDRESS.v4()) {
            others.add(frame);
            return;
        }
        int headerLength = (buffer.get(46) >> 4 & 15) * 4;
        int flags = buffer.get(47);
        int sequence = buffer.getInt(38);
        stackPort = buffer.getShort(34) & 0xffff;
        if ((flags & SYN) != 0) {
            stackInitial = sequence;
        }
        int total = buffer.getShort(16) & 0xffff;
        int pseudo = Checksum.pseudoHeader(buffer.getInt(26), buffer.getInt(30), 6, total - 20);
        assertThat(Checksum.isValid(Checksum.add(pseudo, Checksum.sum(frame, 34, total - 20))))
                .as("checksum")
                .isTrue();
        SegmentOptions options = SegmentOptions.parse(buffer, 54, 34 + headerLength);
        int[] sack =
                Arrays.stream(options.sack()).map(number -> number - INITIAL).toArray();
        if (options.timestamps()) {
            timestampEcho = options.timestampValue();
        }
        segments.add(new Sent(
                world.now,
                flags,
                sequence - stackInitial,
                buffer.getInt(42) - INITIAL,
                buffer.getShort(48) & 0xffff,
                Arrays.copyOfRange(frame, 34 + headerLength, 14 + total),
                options.mss(),
                options.shift(),
                options.sackPermitted(),
                options.timestamps(),
                options.timestampValue(),
                options.timestampEcho(),
                sack));
    }

    void answerArp() {
        ByteBuffer arp = ByteBuffer.allocate(60);
        Ethernet.write(arp, 0, STACK_MAC, MAC, Ethernet.TYPE_ARP);
        ArpFormat.write(arp, 14, ArpFormat.REPLY, MAC, ADDRESS.v4(), STACK_MAC, STACK.v4());
        wire.inject(arp.array());
    }

    /** The next segment of the stack; fails if none comes in 10 minutes. */
    Sent expect() {
        return expectWithin(600 * World.SECOND);
    }

    Sent expectWithin(long nanos) {
        boolean came = world.runUntil(() -> !segments.isEmpty(), nanos);
        assertThat(came).as("the stack sends a segment").isTrue();
        return segments.remove();
    }

    /** The next segment, which must have exactly these flags, numbers and length of data. */
    Sent expect(int flags, int sequence, int acknowledgement, int length) {
        Sent sent = expect();
        assertThat(sent.flags & ~PSH).as("flags of %s", sent).isEqualTo(flags);
        assertThat(sent.sequence).as("sequence number of %s", sent).isEqualTo(sequence);
        if ((flags & ACK) != 0) {
            assertThat(sent.acknowledgement).as("acknowledgement of %s", sent).isEqualTo(acknowledgement);
        }
        assertThat(sent.data.length).as("data of %s", sent).isEqualTo(length);
        return sent;
    }

    void expectNothing(long nanos) {
        world.run(nanos);
        assertThat(segments).as("segments").isEmpty();
    }

    @Nullable
    Sent poll() {
        return segments.poll();
    }

    void forgetSegments() {
        segments.clear();
    }

    /** Sends a segment without data. */
    void send(int flags, int sequence, int acknowledgement) {
        send(flags, sequence, acknowledgement, new byte[0], new byte[0]);
    }

    void send(int flags, int sequence, int acknowledgement, int length) {
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++) {
            data[i] = (byte) (sequence + i);
        }
        send(flags, sequence, acknowledgement, data, new byte[0]);
    }

    /** Sends segments of {@code length} bytes that the stack takes in before it gets to answer. */
    void sendBurst(int sequence, int acknowledgement, int segments, int length) {
        for (int i = 0; i < segments; i++) {
            int number = sequence + i * length + INITIAL;
            wire.inject(segment(ACK, number, acknowledgement + stackInitial, new byte[length], new byte[0]));
        }
        world.run(0);
    }

    void sendSack(int acknowledgement, int peerSequence, int... blocks) {
        ByteBuffer options = ByteBuffer.allocate(4 + 4 * blocks.length);
        options.put((byte) 1).put((byte) 1).put((byte) 5).put((byte) (2 + 4 * blocks.length));
        for (int block : blocks) {
            options.putInt(block + stackInitial);
        }
        send(ACK, peerSequence, acknowledgement, new byte[0], options.array());
    }

    void send(int flags, int sequence, int acknowledgement, byte[] data, byte[] options) {
        byte[] all = options;
        if (timestamps) {
            ByteBuffer withTimestamps = ByteBuffer.allocate(options.length + 12);
            withTimestamps
                    .put(options)
                    .putInt(0x0101080a)
                    .putInt(timestampValue)
                    .putInt(timestampEcho);
            all = withTimestamps.array();
        }
        wire.inject(segment(flags, sequence + INITIAL, acknowledgement + stackInitial, data, all));
        world.run(0);
    }

    byte[] segment(int flags, int sequence, int acknowledgement, byte[] data, byte[] options) {
        int headerLength = 20 + (options.length + 3) / 4 * 4;
        ByteBuffer frame = ByteBuffer.allocate(34 + headerLength + data.length);
        Ethernet.write(frame, 0, STACK_MAC, MAC, Ethernet.TYPE_IPV4);
        Ipv4Format.write(frame, 14, frame.capacity() - 14, 1, 0x4000, 64, 6, ADDRESS.v4(), STACK.v4());
        frame.putInt(34, port << 16 | stackPort);
        frame.putInt(38, sequence);
        frame.putInt(42, (flags & ACK) == 0 ? 0 : acknowledgement);
        frame.putInt(46, headerLength << 26 | flags << 16 | window);
        frame.put(54, options);
        frame.put(34 + headerLength, data);
        int length = headerLength + data.length;
        int pseudo = Checksum.pseudoHeader(ADDRESS.v4(), STACK.v4(), 6, length);
        frame.putShort(50, Checksum.finish(Checksum.add(pseudo, Checksum.sum(frame, 34, length))));
        return frame.array();
    }

    /** Sends any IPv4 packet with this payload. */
    void sendPacket(
            int protocol, IpAddress source, IpAddress destination, int fragment, int identification, byte[] payload) {
        wire.inject(packet(protocol, source, destination, fragment, identification, payload));
        world.run(0);
    }

    /** A frame with an IPv4 packet with this payload. */
    static byte[] packet(
            int protocol, IpAddress source, IpAddress destination, int fragment, int identification, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(34 + payload.length);
        Ethernet.write(frame, 0, STACK_MAC, MAC, Ethernet.TYPE_IPV4);
        Ipv4Format.write(
                frame,
                14,
                frame.capacity() - 14,
                identification,
                fragment,
                64,
                protocol,
                source.v4(),
                destination.v4());
        frame.put(34, payload);
        return frame.array();
    }

    /**
     * A router says that the stack's segment with this number cannot reach the peer; because it is too long if
     * {@code pathMtu} is not 0.
     */
    void reportUnreachable(int sequence, int pathMtu) {
        ByteBuffer quote = ByteBuffer.allocate(8);
        quote.putInt(0, stackPort << 16 | PORT);
        quote.putInt(4, sequence + stackInitial);
        stack.tcp().failed(new FailedPacket(STACK, ADDRESS, quote, 0, NetworkError.HOST_UNREACHABLE, pathMtu));
    }

    /** The stack connects to the peer; the handshake is done. */
    TcpSocket accept() throws NetworkException {
        TcpSocket socket = stack.newTcpSocket();
        socket.connect(ADDRESS, PORT);
        Sent syn = expect(SYN, 0, 0, 0);
        assertThat(syn.mss).isEqualTo(1460);
        answerSyn();
        expect(ACK, 1, 1, 0);
        assertThat(socket.state()).isEqualTo(TcpState.ESTABLISHED);
        return socket;
    }

    /** Sends SYN and ACK. */
    void answerSyn() {
        send(SYN | ACK, 0, 1, new byte[0], synOptions);
    }

    /** The peer connects to the stack's listener; the handshake is done. */
    TcpSocket connect(TcpSocket listener) throws NetworkException {
        stackPort = listener.local().port();
        send(SYN, 0, 0, new byte[0], synOptions);
        expect(SYN | ACK, 0, 1, 0);
        send(ACK, 1, 1);
        TcpSocket socket = listener.accept();
        if (socket == null) {
            throw new AssertionError("no connection to accept");
        }
        return socket;
    }

    TcpSocket listen() throws NetworkException {
        TcpSocket listener = stack.newTcpSocket();
        listener.bind(IpAddress.ANY, 80);
        listener.listen(2);
        return listener;
    }

    static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(length);
    }

    /** Everything is closed and over: nothing may be left. */
    void finish() {
        world.run(3600 * World.SECOND);
        assertThat(stack.tcp().flows()).as("flows left").isZero();
        assertThat(world.usedChunks()).as("buffer chunks left").isZero();
        assertThat(world.leakedFrames()).as("frames left").isZero();
        assertThat(world.isIdle()).as("idle").isTrue();
    }
}
