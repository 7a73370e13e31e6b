package dev.ristretto.kernel.network.stack;

import static dev.ristretto.kernel.network.stack.RawPeer.ACK;
import static dev.ristretto.kernel.network.stack.RawPeer.RST;
import static dev.ristretto.kernel.network.stack.RawPeer.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.Readiness;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.tcp.TcpState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A proxy has accepted each connection already, asks once, and acknowledges nothing before its client speaks. */
class ProxiedLinkTest {
    /** So many connections of a proxy may wait for a program that asked for a smaller backlog. */
    private static final int LEAST_BACKLOG = 128;

    private static final int BURST = 3000;
    private static final int SEGMENT = 65_480;
    /** What the JDK's HTTP server reads at a time. */
    private static final int READ = 8192;

    private final RawPeer peer = new RawPeer(StackOptions.defaults(), new LinkFeatures(false, 0, true));

    private void ask(int port) {
        peer.port = port;
        peer.send(SYN, 0, 0, new byte[0], peer.synOptions);
    }

    /** A connection that the proxy has asked for and the application has accepted, without a word of the peer. */
    private TcpSocket accepted(TcpSocket listener, int port) throws NetworkException {
        ask(port);
        peer.expect(SYN | ACK, 0, 1, 0);
        return Objects.requireNonNull(listener.accept());
    }

    @Test
    void aServerThatSpeaksFirstIsHeard() throws NetworkException {
        TcpSocket listener = peer.listen();
        peer.stackPort = 80;
        TcpSocket socket = accepted(listener, RawPeer.PORT);
        assertThat(socket.state()).isEqualTo(TcpState.ESTABLISHED);
        assertThat(socket.readiness()).isEqualTo(Readiness.WRITABLE);
        socket.write(RawPeer.bytes(20));
        peer.expect(ACK, 1, 1, 20);
        peer.send(ACK, 1, 21, 5);
        assertThat(socket.available()).isEqualTo(5);
        socket.abort();
        listener.close();
        peer.finish();
    }

    /** passt works for ever on a SYN that it reads together with what follows it. */
    @Test
    void nothingFollowsASynThatTheProxyMayNotHaveRead() throws NetworkException {
        TcpSocket listener = peer.listen();
        peer.stackPort = 80;
        peer.answersArp = false;
        TcpSocket speaker = accepted(listener, 2000);
        assertThat(speaker.write(RawPeer.bytes(20))).isEqualTo(20);
        accepted(listener, 2001).abort();
        accepted(listener, 2002).close();
        peer.expectNothing(World.SECOND);
        assertThat(peer.arpRequests).as("it is asked how far it is").isBetween(2, 12);
        peer.answersArp = true;
        peer.answerArp();
        peer.world.run(World.MILLI * 10);
        assertThat(peer.expect().data()).hasSize(20);
        assertThat(peer.expect().has(RST)).isTrue();
        assertThat(peer.expect().has(RawPeer.FIN)).isTrue();
        int before = peer.arpRequests;
        ask(2003);
        peer.expect(SYN | ACK, 0, 1, 0);
        peer.send(ACK, 1, 1, 5);
        TcpSocket asked = Objects.requireNonNull(listener.accept());
        asked.write(RawPeer.bytes(7));
        peer.expect(ACK, 1, 6, 7);
        assertThat(peer.arpRequests)
                .as("who asks has read the answer to his SYN")
                .isEqualTo(before);
    }

    @Test
    void whoNeverSaysHowFarHeIsIsNoProxyThatHasToBeWaitedFor() throws NetworkException {
        TcpSocket listener = peer.listen();
        peer.stackPort = 80;
        peer.answersArp = false;
        accepted(listener, 2000).write(RawPeer.bytes(20));
        peer.expectNothing(29 * World.SECOND);
        assertThat(peer.expectWithin(2 * World.SECOND).data()).hasSize(20);
    }

    /** passt resets what it is still connecting when the request comes again. */
    @Test
    void aProxyIsAskedToConnectOnce() throws NetworkException {
        TcpSocket socket = peer.stack.newTcpSocket();
        socket.connect(RawPeer.ADDRESS, RawPeer.PORT);
        assertThat(peer.expect().flags()).isEqualTo(SYN);
        peer.expectNothing(30 * World.SECOND);
        assertThat(peer.expectWithin(2 * World.SECOND).flags())
                .as("half a minute later")
                .isEqualTo(SYN);
        socket.abort();
    }

    @Test
    void aSilentConnectionCostsNoRepetitions() throws NetworkException {
        TcpSocket listener = peer.listen();
        peer.stackPort = 80;
        ask(RawPeer.PORT);
        peer.expect(SYN | ACK, 0, 1, 0);
        peer.expectNothing(100 * World.SECOND);
        assertThat(listener.accept()).isNotNull();
    }

    @Test
    void aBurstLosesNobody() throws NetworkException {
        TcpSocket listener = listener(50);
        for (int i = 0; i < BURST; i++) {
            ask(2000 + i);
        }
        int accepted = 0;
        for (int i = 0; i < 100; i++) {
            while (listener.accept() != null) {
                accepted++;
            }
            peer.world.run(World.MILLI); // the card has room again
        }
        assertThat(accepted).isEqualTo(BURST);
        for (int i = 0; i < BURST; i++) {
            assertThat(peer.expect().flags()).isEqualTo(SYN | ACK);
        }
    }

    /** A proxy asks once, so a request without room waits, and is refused before the proxy gives up by itself. */
    @Test
    void aRequestWaitsForRoomTheNewestFirstAndNotForEver() throws NetworkException {
        TcpSocket listener = listener(1);
        fill(2000);
        ask(3001);
        ask(3002);
        peer.expectNothing(World.SECOND);
        List<Integer> ports = new ArrayList<>();
        for (TcpSocket next = listener.accept(); next != null; next = listener.accept()) {
            ports.add(Objects.requireNonNull(next.remote()).port());
            next.abort();
            peer.world.run(World.MILLI);
        }
        assertThat(ports.subList(LEAST_BACKLOG, ports.size())).containsExactly(3002, 3001);
        peer.forgetSegments();
        fill(4000);
        ask(5003);
        ask(5004);
        peer.expectNothing(8 * World.SECOND);
        assertThat(peer.expectWithin(2 * World.SECOND).has(RST)).isTrue();
        assertThat(peer.expectWithin(World.SECOND).has(RST)).isTrue();
        for (TcpSocket next = listener.accept(); next != null; next = listener.accept()) {
            next.abort();
        }
        listener.close();
        peer.world.run(World.SECOND);
        peer.forgetSegments();
        peer.finish();
    }

    /** Has as many connections wait to be accepted as may, however few the program wants. */
    private void fill(int firstPort) {
        for (int i = 0; i < LEAST_BACKLOG; i++) {
            ask(firstPort + i);
            assertThat(peer.expect().flags()).isEqualTo(SYN | ACK);
        }
    }

    /** While memory is short everybody who comes waits, and so many of them would be what fills it. */
    @Test
    void whileMemoryIsShortTheOldestRequestsAreRefused() throws NetworkException {
        TcpSocket listener = listener(50);
        boolean[] low = {false};
        peer.stack.setMemoryGauge(() -> low[0]);
        for (int i = 0; i < 40; i++) {
            ask(2000 + i);
        }
        low[0] = true;
        peer.world.run(World.MILLI * 5);
        peer.stack.poll();
        peer.forgetSegments();
        for (int i = 0; i < 800; i++) {
            ask(3000 + i);
        }
        peer.world.run(World.SECOND / 2);
        int refused = 0;
        for (RawPeer.Sent sent = peer.poll(); sent != null; sent = peer.poll()) {
            refused += sent.has(RST) ? 1 : 0;
        }
        assertThat(refused).as("an eighth every 0.05 s").isBetween(400, 800);
        low[0] = false;
        listener.close();
    }

    @Test
    void whoCannotBeServedIsToldSo() throws NetworkException {
        peer.stackPort = 80;
        ask(RawPeer.PORT);
        assertThat(peer.expect().has(RST)).as("nobody listens").isTrue();
        TcpSocket listener = peer.listen();
        int most = StackOptions.defaults().tcp().maximumConnections();
        int refused = 0;
        for (int i = 0; i < most + 10; i++) {
            peer.stackPort = 80;
            peer.synOptions = new byte[0];
            ask(i & 0xffff);
            RawPeer.Sent answer = peer.poll();
            refused += answer != null && answer.has(RST) ? 1 : 0;
        }
        assertThat(peer.stack.tcp().connections()).isLessThanOrEqualTo(most);
        assertThat(refused + peer.stack.tcp().connections()).isGreaterThan(0);
        listener.close();
    }

    /** Its kernel would go on offering the client less than a segment, which then waits for a timer of 200 ms. */
    @Test
    void aProxyHearsOfNoSmallWindowWhileTheReaderReads() throws NetworkException {
        TcpSocket listener = peer.listen();
        peer.stackPort = 80;
        peer.synOptions = new byte[] {2, 4, (byte) 0xf0, 0, 1, 3, 3, 8};
        ask(RawPeer.PORT);
        RawPeer.Sent answer = peer.expect(SYN | ACK, 0, 1, 0);
        TcpSocket socket = Objects.requireNonNull(listener.accept());
        long offered = 1 + answer.window();
        long sequence = 1;
        int smallest = Integer.MAX_VALUE;
        int answers = 0;
        while (sequence < 32 << 20) {
            int burst = (int) ((offered - sequence) / SEGMENT);
            if (burst > 0) {
                peer.sendBurst((int) sequence, 1, burst, SEGMENT);
                sequence += (long) burst * SEGMENT;
            }
            int before = socket.available();
            assertThat(socket.read(ByteBuffer.allocate(READ))).isPositive();
            peer.world.run(before > READ ? World.MILLI / 100 : World.MILLI);
            RawPeer.Sent sent;
            while ((sent = peer.poll()) != null) {
                int window = sent.window() << answer.shift();
                offered = Math.max(offered, Integer.toUnsignedLong(sent.acknowledgement()) + window);
                if (sequence > 2 << 20) {
                    smallest = Math.min(smallest, window);
                    answers++;
                }
            }
        }
        assertThat(smallest).isGreaterThanOrEqualTo(2 * 65_536);
        assertThat(answers).isLessThan(30 << 20 >> 16);
        socket.abort();
        listener.close();
    }

    @Test
    void whatASlowReaderLeavesIsAcknowledgedAfterAWhile() throws NetworkException {
        TcpSocket listener = peer.listen();
        peer.stackPort = 80;
        ask(RawPeer.PORT);
        peer.expect(SYN | ACK, 0, 1, 0);
        peer.sendBurst(1, 1, 40, 1000);
        peer.expectNothing(39 * World.MILLI);
        assertThat(peer.expectWithin(2 * World.MILLI).acknowledgement()).isEqualTo(40_001);
        TcpSocket socket = Objects.requireNonNull(listener.accept());
        assertThat(socket.read(ByteBuffer.allocate(40_000))).isEqualTo(40_000);
        assertThat(peer.expectWithin(World.MILLI).window())
                .as("there is room again")
                .isGreaterThan(40_000);
    }

    @Test
    void aRepeatedRequestOfAFullBacklogWaitsOnce() throws NetworkException {
        TcpSocket listener = listener(1);
        fill(1000);
        ask(2001);
        ask(2001);
        peer.expectNothing(World.SECOND);
        assertThat(listener.accept()).isNotNull();
        assertThat(peer.expect().flags()).isEqualTo(SYN | ACK);
        int accepted = 1;
        while (listener.accept() != null) {
            accepted++;
        }
        peer.expectNothing(World.SECOND);
        assertThat(accepted).isEqualTo(LEAST_BACKLOG + 1);
    }

    /** A socket of the stack at port 80, where so many may wait to be accepted. */
    private TcpSocket listener(int backlog) throws NetworkException {
        TcpSocket listener = peer.stack.newTcpSocket();
        listener.bind(IpAddress.ANY, 80);
        listener.listen(backlog);
        peer.stackPort = 80;
        return listener;
    }
}
