package dev.ristretto.kernel.network.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.ip.Checksum;
import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.ip.Ipv4Format;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.NetworkOption;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.tcp.TcpState;
import dev.ristretto.kernel.network.udp.Datagram;
import dev.ristretto.kernel.network.udp.UdpSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packets, fragments, ICMP and ARP: RFC 791, RFC 792, RFC 826, RFC 1122. */
class Ipv4Test {
    private final RawPeer peer = new RawPeer();

    @BeforeEach
    void afterTheFirstAnnouncement() {
        peer.world.run(World.MILLI);
    }

    private static byte[] udp(int source, int destination, int length) {
        ByteBuffer packet = ByteBuffer.allocate(8 + length);
        packet.putShort((short) source).putShort((short) destination).putShort((short) (8 + length));
        for (int i = 0; i < length; i++) {
            packet.put(8 + i, (byte) i);
        }
        return packet.array();
    }

    private UdpSocket socket(int port) throws NetworkException {
        UdpSocket socket = peer.stack.newUdpSocket();
        socket.bind(IpAddress.ANY, port);
        return socket;
    }

    private static int received(UdpSocket socket) throws NetworkException {
        return socket.receive(ByteBuffer.allocate(70_000), new Datagram());
    }

    private void fragment(byte[] payload, int from, int to, boolean more, int id) {
        peer.sendPacket(
                17,
                RawPeer.ADDRESS,
                RawPeer.STACK,
                from / 8 | (more ? 0x2000 : 0),
                id,
                Arrays.copyOfRange(payload, from, to));
    }

    private byte[] nextIcmp() {
        assertThat(peer.world.runUntil(() -> !peer.others.isEmpty(), World.SECOND))
                .as("an ICMP message")
                .isTrue();
        byte[] frame = peer.others.remove();
        byte[] message =
                Arrays.copyOfRange(frame, 34, 14 + (ByteBuffer.wrap(frame).getShort(16) & 0xffff));
        assertThat(frame[23]).isEqualTo((byte) 1);
        assertThat(Checksum.isValid(Checksum.sum(message, 0, message.length))).isTrue();
        return message;
    }

    @Test
    void fragmentsInAnyOrderMakeAPacket() throws NetworkException {
        UdpSocket socket = socket(53);
        byte[] payload = udp(1, 53, 3000);
        fragment(payload, 1480, 2960, true, 7);
        fragment(payload, 2960, 3008, false, 7);
        assertThat(received(socket)).isEqualTo(-1);
        fragment(payload, 0, 1480, true, 7);
        assertThat(received(socket)).isEqualTo(3000);
        assertThat(peer.stack.ip().fragmentMemory()).isZero();
    }

    @Test
    void fragmentsOfDifferentPacketsAreKeptApart() throws NetworkException {
        UdpSocket socket = socket(53);
        byte[] payload = udp(1, 53, 992);
        fragment(payload, 0, 504, true, 7);
        fragment(payload, 504, 1000, false, 8);
        assertThat(received(socket)).isEqualTo(-1);
        fragment(payload, 504, 1000, false, 7);
        assertThat(received(socket)).isEqualTo(992);
    }

    @Test
    void aRepeatedFragmentIsHarmless() throws NetworkException {
        UdpSocket socket = socket(53);
        byte[] payload = udp(1, 53, 992);
        fragment(payload, 0, 504, true, 7);
        fragment(payload, 0, 504, true, 7);
        fragment(payload, 504, 1000, false, 7);
        assertThat(received(socket)).isEqualTo(992);
    }

    @Test
    void rfc5722_overlappingFragmentsDropThePacket() throws NetworkException {
        UdpSocket socket = socket(53);
        byte[] payload = udp(1, 53, 992);
        fragment(payload, 0, 504, true, 7);
        fragment(payload, 496, 1000, false, 7);
        fragment(payload, 504, 1000, false, 7);
        assertThat(received(socket)).isEqualTo(-1);
    }

    @Test
    void fragmentsBeyond64KiBAreRefused() throws NetworkException {
        UdpSocket socket = socket(53);
        byte[] payload = new byte[1480];
        peer.sendPacket(17, RawPeer.ADDRESS, RawPeer.STACK, 0x1fff, 7, payload);
        assertThat(peer.stack.ip().fragmentMemory()).isZero();
        assertThat(received(socket)).isEqualTo(-1);
    }

    @Test
    void incompletePacketsTimeOutAndTheSenderIsTold() throws NetworkException {
        socket(53);
        byte[] payload = udp(1, 53, 992);
        fragment(payload, 0, 504, true, 7);
        peer.world.run(31 * World.SECOND);
        byte[] message = nextIcmp();
        assertThat(message[0]).isEqualTo((byte) 11);
        assertThat(message[1]).isEqualTo((byte) 1);
        assertThat(peer.stack.ip().fragmentMemory()).isZero();
        assertThat(peer.world.isIdle()).isTrue();
    }

    @Test
    void packetsThatWaitForFragmentsAreFew() {
        byte[] payload = udp(1, 53, 3000);
        for (int i = 0; i < 20_000; i++) {
            IpAddress source = IpAddress.of(10, 0, 1, i % 200);
            peer.sendPacket(17, source, RawPeer.STACK, 0x2000, i / 200, Arrays.copyOf(payload, 8));
            assertThat(peer.stack.ip().incompletePackets()).isLessThanOrEqualTo(256);
        }
        assertThat(peer.stack.ip().fragmentMemory()).as("real sizes count").isGreaterThan(256 * 512);
    }

    @Test
    void oneSourceKeepsNobodyElseOut() throws NetworkException {
        UdpSocket socket = socket(53);
        byte[] payload = udp(1, 53, 1992);
        fragment(payload, 0, 1480, true, 7);
        for (int id = 0; id < 10_000; id++) {
            peer.sendPacket(17, IpAddress.of(10, 0, 0, 77), RawPeer.STACK, 0x2000, id, Arrays.copyOf(payload, 8));
        }
        assertThat(peer.stack.ip().incompletePackets()).isEqualTo(17);
        fragment(payload, 1480, 2000, false, 7);
        assertThat(received(socket)).isEqualTo(1992);
    }

    @Test
    void aTagThatSaysAPriorityAloneIsNoObstacle() throws NetworkException {
        UdpSocket socket = socket(53);
        for (int tag : new int[] {0x8100_6000, 0x88a8_2000, 0x8100_0000}) {
            tagged(udp(1, 53, 100), tag);
            assertThat(received(socket)).isEqualTo(100);
        }
        for (int tag : new int[] {0x8100_6001, 0x8100_0fff, 0x9100_0000}) {
            tagged(udp(1, 53, 100), tag);
            assertThat(received(socket)).as("another network").isEqualTo(-1);
        }
    }

    /** A packet whose frame has four bytes more before its type. */
    private void tagged(byte[] payload, int tag) {
        byte[] frame = peer.packet(17, RawPeer.ADDRESS, RawPeer.STACK, 0, 1, payload);
        ByteBuffer longer = ByteBuffer.allocate(frame.length + 4);
        longer.put(frame, 0, 12).putInt(tag).put(frame, 12, frame.length - 12);
        peer.wire.inject(longer.array());
        peer.world.run(0);
    }

    @Test
    void identificationsTellNothingOfOthers() throws NetworkException {
        UdpSocket socket = socket(53);
        socket.setOption(NetworkOption.BROADCAST, 1);
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            socket.send(ByteBuffer.allocate(3000), RawPeer.ADDRESS, 9);
            peer.world.run(World.MILLI);
            numbers.add(ByteBuffer.wrap(peer.others.getLast()).getShort(18) & 0xffff);
            for (int other = 0; other < i; other++) {
                socket.send(ByteBuffer.allocate(3000), World.address(100 + other), 9);
            }
            peer.world.run(World.MILLI);
            peer.others.clear();
        }
        for (int i = 1; i < numbers.size(); i++) {
            assertThat(numbers.get(i) - numbers.get(i - 1) & 0xffff).isEqualTo(1);
        }
    }

    @Test
    void memoryForFragmentsIsBounded() throws NetworkException {
        UdpSocket socket = socket(53);
        byte[] payload = udp(1, 53, 3000);
        for (int id = 0; id < 20_000; id++) {
            fragment(payload, 1480, 2960, true, id);
            assertThat(peer.stack.ip().fragmentMemory())
                    .isLessThanOrEqualTo(StackOptions.defaults().reassemblyMemory() + 65_600);
        }
        fragment(payload, 0, 1480, true, 19_999);
        fragment(payload, 2960, 3008, false, 19_999);
        assertThat(received(socket)).as("the latest one still gets through").isEqualTo(3000);
    }

    @Test
    void anEchoRequestIsAnswered() {
        ByteBuffer request = ByteBuffer.allocate(64);
        request.put(0, (byte) 8).putInt(4, 0x12345678).putInt(20, 99);
        request.putShort(2, Checksum.finish(Checksum.sum(request, 0, 64)));
        peer.sendPacket(1, RawPeer.ADDRESS, RawPeer.STACK, 0, 1, request.array());
        byte[] reply = nextIcmp();
        assertThat(reply).hasSize(64);
        assertThat(reply[0]).isZero();
        assertThat(Arrays.copyOfRange(reply, 4, 64)).isEqualTo(Arrays.copyOfRange(request.array(), 4, 64));
    }

    @Test
    void aLongEchoRequestInFragmentsIsAnsweredInFragments() {
        NetworkStack other = peer.world.host(peer.wire, 2);
        long[] roundTrip = {0};
        other.ping(RawPeer.STACK, 0, World.SECOND, nanos -> roundTrip[0] = nanos);
        peer.world.run(2 * World.SECOND);
        assertThat(roundTrip[0]).isPositive();
    }

    @Test
    void aBroadcastOrDamagedEchoRequestIsNotAnswered() {
        ByteBuffer request = ByteBuffer.allocate(64);
        request.put(0, (byte) 8);
        request.putShort(2, Checksum.finish(Checksum.sum(request, 0, 64)));
        peer.sendPacket(1, RawPeer.ADDRESS, World.address(255), 0, 1, request.array());
        request.put(40, (byte) 1);
        peer.sendPacket(1, RawPeer.ADDRESS, RawPeer.STACK, 0, 1, request.array());
        peer.world.run(World.SECOND);
        assertThat(peer.others).isEmpty();
    }

    @Test
    void pingWithoutAnswerEndsInTime() {
        List<Long> results = new ArrayList<>();
        peer.stack.ping(RawPeer.ADDRESS, 0, World.SECOND, results::add);
        peer.stack.ping(RawPeer.ADDRESS, 0, World.SECOND, results::add).run();
        peer.stack.ping(IpAddress.of(192, 0, 2, 1), 0, World.SECOND, results::add);
        peer.stack.ping(IpAddress.LOOPBACK, 0, World.SECOND, results::add);
        peer.world.run(2 * World.SECOND);
        assertThat(results).containsExactly(-1L, 0L, -1L);
        assertThat(peer.world.isIdle()).isTrue();
    }

    @Test
    void anUnknownProtocolIsReported() {
        peer.sendPacket(200, RawPeer.ADDRESS, RawPeer.STACK, 0, 1, new byte[20]);
        byte[] message = nextIcmp();
        assertThat(message[0]).isEqualTo((byte) 3);
        assertThat(message[1]).isEqualTo((byte) 2);
    }

    @Test
    void aClosedUdpPortIsReportedWithTheStartOfThePacket() {
        peer.sendPacket(17, RawPeer.ADDRESS, RawPeer.STACK, 0, 1, udp(1234, 9, 30));
        byte[] message = nextIcmp();
        assertThat(message[0]).isEqualTo((byte) 3);
        assertThat(message[1]).isEqualTo((byte) 3);
        assertThat(message).hasSize(8 + 20 + 8 + 30);
        assertThat(ByteBuffer.wrap(message).getShort(28)).isEqualTo((short) 1234);
    }

    @Test
    void reportsAreNeverAboutReportsBroadcastsOrFragments() {
        ByteBuffer report = ByteBuffer.allocate(36);
        report.put(0, (byte) 3).put(1, (byte) 77);
        report.putShort(2, Checksum.finish(Checksum.sum(report, 0, 36)));
        peer.sendPacket(1, RawPeer.ADDRESS, RawPeer.STACK, 0, 1, report.array());
        peer.sendPacket(17, RawPeer.ADDRESS, World.address(255), 0, 1, udp(1, 9, 10));
        peer.sendPacket(17, RawPeer.ADDRESS, IpAddress.BROADCAST, 0, 1, udp(1, 9, 10));
        peer.sendPacket(17, IpAddress.ANY, RawPeer.STACK, 0, 1, udp(1, 9, 10));
        peer.world.run(World.SECOND);
        assertThat(peer.others).isEmpty();
    }

    @Test
    void reportsAreLimitedInRate() {
        peer.sendPacket(17, RawPeer.ADDRESS, RawPeer.STACK, 0, 1, udp(1, 9, 10));
        nextIcmp();
        for (int i = 0; i < 300; i++) {
            peer.sendPacket(17, RawPeer.ADDRESS, RawPeer.STACK, 0, 1, udp(1, 9, 10));
        }
        peer.world.run(World.SECOND);
        assertThat(peer.others.size()).isBetween(40, 60);
    }

    @Test
    void packetsFromImpossibleSourcesAreDropped() throws NetworkException {
        UdpSocket socket = socket(53);
        for (IpAddress source : new IpAddress[] {
            IpAddress.LOOPBACK, RawPeer.STACK, IpAddress.of(224, 0, 0, 5), IpAddress.BROADCAST, World.address(255)
        }) {
            peer.sendPacket(17, source, RawPeer.STACK, 0, 1, udp(1, 53, 10));
            assertThat(received(socket)).as(source.toString()).isEqualTo(-1);
        }
        peer.sendPacket(17, RawPeer.ADDRESS, IpAddress.LOOPBACK, 0, 1, udp(1, 53, 10));
        peer.sendPacket(17, RawPeer.ADDRESS, World.address(3), 0, 1, udp(1, 53, 10));
        assertThat(received(socket)).isEqualTo(-1);
        peer.sendPacket(17, RawPeer.ADDRESS, RawPeer.STACK, 0, 1, udp(1, 53, 10));
        assertThat(received(socket)).isEqualTo(10);
    }

    @Test
    void anIcmpPortUnreachableRefusesAConnectionAttempt() throws NetworkException {
        TcpSocket socket = peer.stack.newTcpSocket();
        socket.connect(RawPeer.ADDRESS, RawPeer.PORT);
        RawPeer.Sent syn = peer.expect();
        assertThat(syn.has(RawPeer.SYN)).isTrue();
        ByteBuffer message = ByteBuffer.allocate(36);
        message.put(0, (byte) 3).put(1, (byte) 3);
        Ipv4Format.write(message, 8, 60, 1, 0, 64, 6, RawPeer.STACK.v4(), RawPeer.ADDRESS.v4());
        message.putShort(28, (short) peer.stackPort)
                .putShort(30, (short) RawPeer.PORT)
                .putInt(32, peer.stackInitial + 1);
        byte[] wrong = message.array().clone();
        ByteBuffer.wrap(wrong).putShort(2, Checksum.finish(Checksum.sum(wrong, 0, 36)));
        peer.sendPacket(1, RawPeer.ADDRESS, RawPeer.STACK, 0, 1, wrong);
        assertThat(socket.state()).as("a sequence number that was never sent").isEqualTo(TcpState.SYN_SENT);
        message.putInt(32, peer.stackInitial);
        message.putShort(2, Checksum.finish(Checksum.sum(message, 0, 36)));
        peer.sendPacket(1, RawPeer.ADDRESS, RawPeer.STACK, 0, 1, message.array());
        assertThat(socket.takeError()).isEqualTo(NetworkError.CONNECTION_REFUSED);
    }

    @Test
    void arpIsAskedThreeTimesAndPacketsWait() throws NetworkException {
        peer.answersArp = false;
        UdpSocket socket = socket(53);
        int[] requests = new int[1];
        Consumer<byte[]> tap = peer.wire.tap;
        peer.wire.tap = frame -> {
            requests[0] += frame[12] == 8 && frame[13] == 6 ? 1 : 0;
            tap.accept(frame);
        };
        for (int i = 0; i < 40; i++) {
            socket.send(ByteBuffer.allocate(i), RawPeer.ADDRESS, 9);
        }
        peer.world.run(1500 * World.MILLI);
        peer.answerArp();
        peer.world.run(World.MILLI);
        assertThat(requests[0]).isEqualTo(2);
        assertThat(peer.others).as("the latest packets").hasSize(16);
        assertThat(peer.world.leakedFrames()).isZero();
        assertThat(peer.world.isIdle()).isTrue();
    }

    @Test
    void hostsThatAreNotThereHoldFewFrames() throws NetworkException {
        UdpSocket socket = socket(53);
        for (int i = 0; i < 200; i++) {
            socket.send(ByteBuffer.allocate(1), World.address(20 + i % 200), 9);
            socket.send(ByteBuffer.allocate(1), World.address(20 + i % 200), 9);
        }
        peer.world.run(World.MILLI);
        assertThat(peer.world.leakedFrames()).isLessThanOrEqualTo(32);
        peer.world.run(10 * World.SECOND);
        assertThat(peer.world.leakedFrames()).isZero();
        assertThat(peer.world.isIdle()).isTrue();
    }

    @Test
    void arpEntriesAreRefreshedWhileInUseAndForgottenIfNobodyAnswers() throws NetworkException {
        UdpSocket socket = socket(53);
        socket.send(ByteBuffer.allocate(1), RawPeer.ADDRESS, 9);
        peer.world.run(World.SECOND);
        assertThat(peer.others).hasSize(1);
        peer.answersArp = false;
        peer.world.run(61 * World.SECOND);
        socket.send(ByteBuffer.allocate(1), RawPeer.ADDRESS, 9);
        peer.world.run(World.MILLI);
        assertThat(peer.others).as("sent while it is asked again").hasSize(2);
        peer.world.run(10 * World.SECOND);
        socket.send(ByteBuffer.allocate(1), RawPeer.ADDRESS, 9);
        peer.world.run(World.MILLI);
        assertThat(peer.others).as("the address is not believed any more").hasSize(2);
        assertThat(peer.world.leakedFrames()).isEqualTo(1);
        peer.world.run(10 * World.SECOND);
        assertThat(peer.world.leakedFrames()).isZero();
    }

    @Test
    void aConnectionWithoutAnswerHasItsNextHopAskedAgain() throws NetworkException {
        TcpSocket socket = peer.accept();
        List<byte[]> requests = new ArrayList<>();
        peer.wire.tap = frame -> {
            if (frame[13] == 6) {
                requests.add(frame);
            }
        };
        socket.write(ByteBuffer.allocate(100));
        peer.world.run(5 * World.SECOND);
        assertThat(requests).hasSizeGreaterThanOrEqualTo(3);
        assertThat(requests.get(0)[0]).as("first the station itself").isEqualTo((byte) 0x52);
        assertThat(requests.get(2)[0]).as("then all").isEqualTo((byte) 0xff);
        peer.answerArp();
        socket.abort();
    }

    @Test
    void aNewAddressIsAnnouncedAndOldOnesForgotten() {
        List<byte[]> arps = new ArrayList<>();
        peer.wire.tap = frame -> {
            if (frame[13] == 6) {
                arps.add(frame);
            }
        };
        peer.stack.configure(new InterfaceConfiguration(World.address(33), 24, null));
        peer.world.run(World.SECOND);
        assertThat(arps).hasSize(1);
        ByteBuffer announcement = ByteBuffer.wrap(arps.get(0));
        assertThat(announcement.getInt(28)).isEqualTo(World.address(33).v4());
        assertThat(announcement.getInt(38)).isEqualTo(World.address(33).v4());
    }

    @Test
    void wakeupIsRunWhenACallCreatesAnEarlierDeadline() throws NetworkException {
        int[] wakeups = new int[1];
        peer.stack.setWakeup(() -> wakeups[0]++);
        assertThat(peer.stack.poll()).isEqualTo(Long.MAX_VALUE);
        TcpSocket socket = peer.stack.newTcpSocket();
        socket.connect(RawPeer.ADDRESS, RawPeer.PORT);
        assertThat(wakeups[0]).isEqualTo(1);
        socket.setOption(NetworkOption.NO_DELAY, 1);
        assertThat(wakeups[0]).as("nothing earlier").isEqualTo(1);
        assertThat(peer.stack.poll()).isEqualTo(peer.world.now + World.SECOND);
    }
}
