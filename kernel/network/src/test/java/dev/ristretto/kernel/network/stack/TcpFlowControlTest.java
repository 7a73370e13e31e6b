package dev.ristretto.kernel.network.stack;

import static dev.ristretto.kernel.network.stack.RawPeer.ACK;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.NetworkOption;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.tcp.TcpLimits;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.tcp.TcpState;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Windows, acknowledgements and small segments: RFC 9293 section 3.8.6, RFC 896, RFC 5681 section 4.2. */
class TcpFlowControlTest {
    private static final int MSS = 1460;

    private final RawPeer peer = new RawPeer();

    @Test
    void nagle_aSecondSmallSegmentWaitsForTheFirst() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(10));
        peer.expect(ACK, 1, 1, 10);
        socket.write(RawPeer.bytes(10));
        socket.write(RawPeer.bytes(10));
        peer.expectNothing(50 * World.MILLI);
        peer.send(ACK, 1, 11);
        peer.expect(ACK, 11, 1, 20);
    }

    @Test
    void noDelaySendsSmallSegmentsAtOnce() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.setOption(NetworkOption.NO_DELAY, 1);
        socket.write(RawPeer.bytes(10));
        socket.write(RawPeer.bytes(10));
        peer.expect(ACK, 1, 1, 10);
        peer.expect(ACK, 11, 1, 10);
    }

    @Test
    void noDelaySetLaterReleasesWhatWaits() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(10));
        peer.expect(ACK, 1, 1, 10);
        socket.write(RawPeer.bytes(10));
        peer.expectNothing(50 * World.MILLI);
        socket.setOption(NetworkOption.NO_DELAY, 1);
        peer.expect(ACK, 11, 1, 10);
    }

    @Test
    void moreToComeHoldsBackASmallSegmentButNotForEver() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(10), true);
        peer.expectNothing(100 * World.MILLI);
        socket.write(RawPeer.bytes(5));
        peer.expect(ACK, 1, 1, 15);
        peer.send(ACK, 1, 16);
        socket.write(RawPeer.bytes(7), true);
        peer.expect(ACK, 16, 1, 7);
    }

    @Test
    void everySecondFullSegmentIsAcknowledged() throws NetworkException {
        TcpSocket socket = peer.accept();
        peer.send(ACK, 1, 1, MSS);
        peer.send(ACK, 1 + MSS, 1, MSS);
        assertThat(peer.expectWithin(World.MILLI).acknowledgement()).isEqualTo(1 + 2 * MSS);
        assertThat(socket.available()).isEqualTo(2 * MSS);
    }

    @Test
    void aSingleSegmentIsAcknowledgedWithin500Milliseconds() throws NetworkException {
        peer.accept();
        long start = peer.world.now;
        peer.send(ACK, 1, 1, 100);
        RawPeer.Sent acknowledgement = peer.expect(ACK, 1, 101, 0);
        assertThat(acknowledgement.time() - start).isBetween(10 * World.MILLI, 500 * World.MILLI);
    }

    @Test
    void dataCarriesTheAcknowledgement() throws NetworkException {
        TcpSocket socket = peer.accept();
        peer.send(ACK, 1, 1, 100);
        socket.write(RawPeer.bytes(50));
        peer.expect(ACK, 1, 101, 50);
        peer.send(ACK, 101, 51);
        peer.expectNothing(World.SECOND);
    }

    @Test
    void outOfOrderSegmentsAreAcknowledgedAtOnceEach() throws NetworkException {
        peer.accept();
        peer.send(ACK, 101, 1, 100);
        peer.expect(ACK, 1, 1, 0);
        peer.send(ACK, 201, 1, 100);
        peer.expect(ACK, 1, 1, 0);
        peer.send(ACK, 1, 1, 100);
        assertThat(peer.expectWithin(World.MILLI).acknowledgement())
                .as("the hole is filled")
                .isEqualTo(301);
    }

    @Test
    void overlappingSegmentsCountOnce() throws NetworkException {
        TcpSocket socket = peer.accept();
        peer.send(ACK, 1, 1, 100);
        peer.send(ACK, 51, 1, 100);
        assertThat(socket.available()).isEqualTo(150);
        peer.send(ACK, 1, 1, 120);
        assertThat(socket.available()).isEqualTo(150);
        peer.send(ACK, 201, 1, 50);
        peer.send(ACK, 141, 1, 80);
        assertThat(socket.available()).isEqualTo(250);
        ByteBuffer target = ByteBuffer.allocate(300);
        assertThat(socket.read(target)).isEqualTo(250);
        for (int i = 0; i < 250; i++) {
            assertThat(target.get(i)).as("byte %d", i).isEqualTo((byte) (1 + i));
        }
    }

    @Test
    void rfc2018_theLatestBlockComesFirst() throws NetworkException {
        peer.synOptions = new byte[] {2, 4, (byte) (MSS >> 8), (byte) MSS, 4, 2, 1, 1};
        peer.accept();
        peer.send(ACK, 101, 1, 100);
        assertThat(peer.expect().sack()).containsExactly(101, 201);
        peer.send(ACK, 301, 1, 100);
        assertThat(peer.expect().sack()).containsExactly(301, 401, 101, 201);
        peer.send(ACK, 201, 1, 50);
        assertThat(peer.expect().sack()).containsExactly(101, 251, 301, 401);
        peer.send(ACK, 1, 1, 100);
        RawPeer.Sent last = peer.expect();
        assertThat(last.acknowledgement()).isEqualTo(251);
        assertThat(last.sack()).containsExactly(301, 401);
    }

    @Test
    void theWindowClosesAndOpensInUsefulSteps() throws NetworkException {
        TcpSocket socket = peer.stack.newTcpSocket();
        socket.setOption(NetworkOption.RECEIVE_BUFFER, 10_000);
        socket.connect(RawPeer.ADDRESS, RawPeer.PORT);
        assertThat(peer.expect().window()).isEqualTo(10_000);
        peer.answerSyn();
        peer.expect(ACK, 1, 1, 0);
        int sequence = 1;
        while (sequence < 10_001) {
            int length = Math.min(1000, 10_001 - sequence);
            peer.send(ACK, sequence, 1, length);
            sequence += length;
        }
        peer.world.run(World.SECOND);
        RawPeer.Sent last = null;
        RawPeer.Sent sent;
        while ((sent = peer.poll()) != null) {
            assertThat(last == null || sent.acknowledgement() + sent.window() >= last.acknowledgement() + last.window())
                    .as("the edge never goes back")
                    .isTrue();
            last = sent;
        }
        assertThat(last).isNotNull();
        assertThat(Objects.requireNonNull(last).window()).isZero();
        socket.read(ByteBuffer.allocate(100));
        peer.expectNothing(World.SECOND);
        socket.read(ByteBuffer.allocate(9000));
        assertThat(peer.expectWithin(World.MILLI).window()).isEqualTo(9100);
        peer.expectNothing(World.SECOND);
    }

    @Test
    void dataBeyondTheWindowIsCutOff() throws NetworkException {
        TcpSocket socket = peer.stack.newTcpSocket();
        socket.setOption(NetworkOption.RECEIVE_BUFFER, 2048);
        socket.connect(RawPeer.ADDRESS, RawPeer.PORT);
        peer.expect();
        peer.answerSyn();
        peer.expect(ACK, 1, 1, 0);
        peer.send(ACK, 1, 1, 1400);
        peer.send(ACK, 1401, 1, 1400);
        assertThat(socket.available()).isEqualTo(2048);
        peer.send(ACK, 5000, 1, 100);
        assertThat(socket.available()).isEqualTo(2048);
    }

    @Test
    void senderAvoidsSillyWindows() throws NetworkException {
        TcpSocket socket = peer.accept();
        peer.window = 2000;
        socket.write(RawPeer.bytes(10 * MSS));
        for (int i = 0; i < 10; i++) {
            peer.expect(ACK, 1 + i * MSS, 1, MSS);
        }
        peer.send(ACK, 1, 1 + 10 * MSS);
        socket.write(RawPeer.bytes(5000));
        peer.expect(ACK, 1 + 10 * MSS, 1, MSS);
        peer.expectNothing(10 * World.MILLI);
    }

    @Test
    void aClosedWindowIsProbedForEverWhileThePeerAnswers() throws NetworkException {
        TcpSocket socket = writeIntoAClosedWindow();
        long last = 0;
        for (int i = 0; i < 60; i++) {
            RawPeer.Sent probe = peer.expect(ACK, 1, 1, 1);
            if (i > 20) {
                assertThat(probe.time() - last).isBetween(59 * World.SECOND, 61 * World.SECOND);
            }
            last = probe.time();
            peer.send(ACK, 1, 1);
        }
        assertThat(socket.state()).isEqualTo(TcpState.ESTABLISHED);
        peer.window = 65535;
        peer.send(ACK, 1, 1);
        peer.expect(ACK, 1, 1, 500);
        peer.send(ACK, 1, 501);
        peer.expectNothing(600 * World.SECOND);
    }

    @Test
    void aProbeByteThatThePeerTakesCounts() throws NetworkException {
        writeIntoAClosedWindow();
        peer.expect(ACK, 1, 1, 1);
        peer.window = 65535;
        peer.send(ACK, 1, 2);
        peer.expect(ACK, 2, 1, 499);
    }

    @Test
    void probesThatCrossAreBothAcknowledged() throws NetworkException {
        writeIntoAClosedWindow();
        peer.expect(ACK, 1, 1, 1);
        peer.send(ACK, 1, 1, 1);
        peer.expect(ACK, 1, 2, 0);
        // The peer does not know yet that its byte has been taken, so it speaks from before it.
        peer.window = 65535;
        peer.send(ACK, 1, 2);
        peer.expect(ACK, 2, 2, 499);
    }

    @Test
    void aSilentPeerWithAClosedWindowIsGivenUp() throws NetworkException {
        TcpSocket socket = writeIntoAClosedWindow();
        peer.world.run(1800 * World.SECOND);
        assertThat(socket.takeError()).isEqualTo(NetworkError.TIMED_OUT);
    }

    @Test
    void aProbeOfOurClosedWindowIsAnswered() throws NetworkException {
        TcpSocket socket = peer.stack.newTcpSocket();
        socket.setOption(NetworkOption.RECEIVE_BUFFER, 2048);
        socket.connect(RawPeer.ADDRESS, RawPeer.PORT);
        peer.expect();
        peer.answerSyn();
        peer.expect(ACK, 1, 1, 0);
        peer.send(ACK, 1, 1, 1400);
        peer.send(ACK, 1401, 1, 648);
        peer.world.run(World.SECOND);
        peer.forgetSegments();
        peer.send(ACK, 2049, 1, 1);
        RawPeer.Sent answer = peer.expectWithin(World.MILLI);
        assertThat(answer.acknowledgement()).isEqualTo(2049);
        assertThat(answer.window()).isZero();
    }

    @Test
    void aWindowOfFourMebibytesIsOfferedToWhoScales() throws NetworkException {
        Pair pair = new Pair(5);
        pair.wire.delay = 50 * World.MILLI;
        pair.connect();
        Transfer transfer = new Transfer(pair.world, pair.client, pair.server, 30_000_000, 1);
        long start = pair.world.now;
        assertThat(pair.world.runUntil(transfer::isDone, 100 * World.SECOND)).isTrue();
        // 64 KiB per round trip of 100 ms would take 46 seconds.
        assertThat(pair.world.now - start).isLessThan(5 * World.SECOND);
        assertThat(pair.server.option(NetworkOption.RECEIVE_BUFFER)).isGreaterThan(1 << 20);
    }

    @Test
    void anIdleConnectionHoldsNoBuffer() {
        Pair pair = new Pair(6).connect();
        Transfer transfer = new Transfer(pair.world, pair.client, pair.server, 100_000, 1);
        assertThat(pair.world.runUntil(transfer::isDone, 100 * World.SECOND)).isTrue();
        pair.world.run(10 * World.SECOND);
        assertThat(pair.world.usedChunks()).isZero();
    }

    @Test
    void anIdleConnectionTakesAKibibytePerEnd() throws NetworkException {
        NetworkStack stack =
                new NetworkStack(null, () -> 1, new Random(1), StackOptions.defaults(), new NetworkCounters());
        TcpSocket listener = stack.newTcpSocket();
        listener.bind(IpAddress.LOOPBACK, 80);
        listener.listen(1);
        List<TcpSocket> sockets = new ArrayList<>();
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int count = 2000;
        long before = 0;
        for (int i = -100; i < count; i++) {
            if (i == 0) {
                before = thread.getCurrentThreadAllocatedBytes();
            }
            TcpSocket client = stack.newTcpSocket();
            client.connect(IpAddress.LOOPBACK, 80);
            sockets.add(client);
            sockets.add(Objects.requireNonNull(listener.accept()));
        }
        long perEnd = (thread.getCurrentThreadAllocatedBytes() - before) / (2L * count);
        assertThat(perEnd)
                .as("bytes allocated for each end, what was temporary included")
                .isLessThan(2000);
        assertThat(stack.chunks().used()).isZero();
    }

    @Test
    void withoutBufferMemoryConnectionsStillMakeProgress() {
        StackOptions tight = new StackOptions(
                64 << 10, 1 << 16, new TcpLimits(32 << 10, 1 << 20, 32 << 10, 1 << 20, 100, 100, 10, 10));
        Pair pair = new Pair(7, LinkFeatures.NONE, tight);
        pair.wire.reordering = 0.05;
        pair.connect();
        Transfer up = new Transfer(pair.world, pair.client, pair.server, 2_000_000, 1);
        Transfer down = new Transfer(pair.world, pair.server, pair.client, 2_000_000, 2);
        long start = pair.world.now;
        assertThat(pair.world.runUntil(() -> up.isDone() && down.isDone(), 600 * World.SECOND))
                .isTrue();
        assertThat(pair.world.now - start).as("at a fair speed").isLessThan(10 * World.SECOND);
        assertThat(pair.clientHost.chunks().used()).isLessThanOrEqualTo(20);
        pair.finish();
    }

    @Test
    void aLinkWithoutSpaceIsWaitedFor() {
        Pair pair = new Pair(8).connect();
        SimulatedLink link = pair.world.link(pair.clientHost);
        link.transmitLimit = 2;
        Transfer up = new Transfer(pair.world, pair.client, pair.server, 500_000, 1);
        Transfer down = new Transfer(pair.world, pair.server, pair.client, 500_000, 2);
        assertThat(pair.world.runUntil(() -> up.isDone() && down.isDone(), 600 * World.SECOND))
                .isTrue();
        assertThat(link.exhaustions).isPositive();
        pair.finish();
    }

    private TcpSocket writeIntoAClosedWindow() throws NetworkException {
        TcpSocket socket = peer.accept();
        peer.window = 0;
        peer.send(ACK, 1, 1);
        socket.write(RawPeer.bytes(500));
        return socket;
    }
}
