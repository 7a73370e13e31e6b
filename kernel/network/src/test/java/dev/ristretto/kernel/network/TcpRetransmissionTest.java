package dev.ristretto.kernel.network;

import static dev.ristretto.kernel.network.RawPeer.ACK;
import static dev.ristretto.kernel.network.RawPeer.FIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Retransmission and congestion control: RFC 6298, RFC 5681, RFC 6582, RFC 6675, RFC 6928. */
class TcpRetransmissionTest {
    private static final int MSS = 1460;

    private final RawPeer peer = new RawPeer();

    @Test
    void unacknowledgedDataIsSentAgainWithBackOff() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(100));
        long last = peer.expect(ACK, 1, 1, 100).time();
        long pause = 200 * World.MILLI;
        for (int i = 0; i < 15; i++) {
            long time = peer.expect(ACK, 1, 1, 100).time();
            assertThat(time - last).as("pause %d", i).isBetween(pause - World.MILLI, pause + 2 * World.MILLI);
            last = time;
            pause = Math.min(120 * World.SECOND, 2 * pause);
        }
        peer.expectNothing(600 * World.SECOND);
        assertThatExceptionOfType(NetworkException.class)
                .isThrownBy(() -> socket.read(RawPeer.bytes(1)))
                .satisfies(e -> assertThat(e.error()).isEqualTo(NetworkError.TIMED_OUT));
        socket.close();
        peer.finish();
    }

    @Test
    void anAcknowledgementEndsTheTimer() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(100));
        peer.expect(ACK, 1, 1, 100);
        peer.send(ACK, 1, 101);
        peer.expectNothing(600 * World.SECOND);
        assertThat(peer.world.isIdle()).as("an idle connection has no timer").isTrue();
    }

    @Test
    void theFirstFlightHasTenSegments() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(60_000));
        for (int i = 0; i < 10; i++) {
            peer.expect(ACK, 1 + i * MSS, 1, MSS);
        }
        peer.expectNothing(100 * World.MILLI);
    }

    @Test
    void slowStartDoublesTheWindow() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(64_000));
        for (int i = 0; i < 10; i++) {
            peer.expect(ACK, 1 + i * MSS, 1, MSS);
        }
        peer.send(ACK, 1, 1 + 10 * MSS);
        for (int i = 10; i < 30; i++) {
            peer.expect(ACK, 1 + i * MSS, 1, MSS);
        }
        peer.expectNothing(100 * World.MILLI);
    }

    @Test
    void threeDuplicatesRepeatTheSegmentAtOnce() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(10 * MSS));
        for (int i = 0; i < 10; i++) {
            peer.expect(ACK, 1 + i * MSS, 1, MSS);
        }
        peer.send(ACK, 1, 1);
        peer.send(ACK, 1, 1);
        peer.expectNothing(10 * World.MILLI);
        peer.send(ACK, 1, 1);
        peer.expect(ACK, 1, 1, MSS);
        peer.expectNothing(10 * World.MILLI);
    }

    @Test
    void limitedTransmitSendsNewDataForTheFirstTwoDuplicates() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(20 * MSS));
        for (int i = 0; i < 10; i++) {
            peer.expect(ACK, 1 + i * MSS, 1, MSS);
        }
        peer.send(ACK, 1, 1);
        peer.expect(ACK, 1 + 10 * MSS, 1, MSS);
        peer.send(ACK, 1, 1);
        peer.expect(ACK, 1 + 11 * MSS, 1, MSS);
    }

    @Test
    void aPartialAcknowledgementRepeatsTheNextHole() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(10 * MSS));
        for (int i = 0; i < 10; i++) {
            peer.expect(ACK, 1 + i * MSS, 1, MSS);
        }
        for (int i = 0; i < 3; i++) {
            peer.send(ACK, 1, 1);
        }
        peer.expect(ACK, 1, 1, MSS);
        peer.send(ACK, 1, 1 + 4 * MSS);
        peer.expect(ACK, 1 + 4 * MSS, 1, MSS);
        peer.send(ACK, 1, 1 + 10 * MSS);
        peer.expectNothing(World.SECOND);
    }

    @Test
    void selectiveAcknowledgementsAreNotRepeated() throws NetworkException {
        peer.synOptions = new byte[] {2, 4, (byte) (MSS >> 8), (byte) MSS, 4, 2, 1, 1};
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(10 * MSS));
        for (int i = 0; i < 10; i++) {
            peer.expect(ACK, 1 + i * MSS, 1, MSS);
        }
        // Lost: 0, 2 and 5.
        peer.sendSack(1, 1, 1 + MSS, 1 + 2 * MSS);
        peer.sendSack(1, 1, 1 + 3 * MSS, 1 + 5 * MSS, 1 + MSS, 1 + 2 * MSS);
        peer.sendSack(1, 1, 1 + 6 * MSS, 1 + 10 * MSS, 1 + 3 * MSS, 1 + 5 * MSS, 1 + MSS, 1 + 2 * MSS);
        peer.expect(ACK, 1, 1, MSS);
        peer.expect(ACK, 1 + 2 * MSS, 1, MSS);
        peer.expect(ACK, 1 + 5 * MSS, 1, MSS);
        peer.expectNothing(20 * World.MILLI);
        peer.send(ACK, 1, 1 + 10 * MSS);
        peer.expectNothing(10 * World.SECOND);
    }

    @Test
    void incredibleSelectiveAcknowledgementsAreIgnored() throws NetworkException {
        peer.synOptions = new byte[] {2, 4, (byte) (MSS >> 8), (byte) MSS, 4, 2, 1, 1};
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(2 * MSS));
        peer.expect(ACK, 1, 1, MSS);
        peer.expect(ACK, 1 + MSS, 1, MSS);
        peer.sendSack(1, 1, -5000, -100, 1_000_000, 2_000_000, 1 + MSS, 1);
        peer.expect(ACK, 1, 1, MSS);
        assertThat(peer.world.now).isPositive();
    }

    @Test
    void aRenegingPeerGetsEverythingAgain() throws NetworkException {
        peer.synOptions = new byte[] {2, 4, (byte) (MSS >> 8), (byte) MSS, 4, 2, 1, 1};
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(3 * MSS));
        for (int i = 0; i < 3; i++) {
            peer.expect(ACK, 1 + i * MSS, 1, MSS);
        }
        peer.sendSack(1, 1, 1 + MSS, 1 + 3 * MSS);
        peer.expect(ACK, 1, 1, MSS);
        peer.send(ACK, 1, 1 + MSS);
        // The peer has dropped what it had selectively acknowledged.
        peer.expect(ACK, 1 + MSS, 1, MSS);
    }

    @Test
    void aTimeoutStartsOverWithOneSegment() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(10 * MSS));
        for (int i = 0; i < 10; i++) {
            peer.expect(ACK, 1 + i * MSS, 1, MSS);
        }
        peer.expect(ACK, 1, 1, MSS);
        peer.expectNothing(100 * World.MILLI);
        peer.send(ACK, 1, 1 + MSS);
        peer.expect(ACK, 1 + MSS, 1, MSS);
        peer.expect(ACK, 1 + 2 * MSS, 1, MSS);
        peer.expectNothing(10 * World.MILLI);
    }

    @Test
    void karn_anAmbiguousAcknowledgementDoesNotShortenTheTimeout() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(100));
        peer.expect(ACK, 1, 1, 100);
        peer.expect(ACK, 1, 1, 100);
        peer.send(ACK, 1, 101);
        RttEstimator estimator = new RttEstimator();
        estimator.sample(100_000);
        assertThat(estimator.timeout()).isEqualTo(RttEstimator.MINIMUM);
        socket.write(RawPeer.bytes(100));
        long first = peer.expect(ACK, 101, 1, 100).time();
        long second = peer.expect(ACK, 101, 1, 100).time();
        assertThat(second - first).isGreaterThanOrEqualTo(RttEstimator.MINIMUM - World.MILLI);
    }

    @Test
    void aLostFinIsRepeated() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.shutdownOutput();
        peer.expect(FIN | ACK, 1, 1, 0);
        peer.expect(FIN | ACK, 1, 1, 0);
        peer.send(ACK, 1, 2);
        peer.expectNothing(100 * World.SECOND);
        assertThat(socket.state()).isEqualTo(TcpState.FIN_WAIT_2);
    }

    @Test
    void theLastDataCarriesTheFinAgain() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(10), true);
        socket.shutdownOutput();
        peer.expect(FIN | ACK, 1, 1, 10);
        peer.expect(FIN | ACK, 1, 1, 10);
        peer.send(ACK, 1, 12);
        peer.expectNothing(100 * World.SECOND);
    }

    @Test
    void rfc6298_estimator() {
        RttEstimator estimator = new RttEstimator();
        assertThat(estimator.timeout()).isEqualTo(World.SECOND);
        estimator.sample(400 * World.MILLI);
        assertThat(estimator.timeout()).as("SRTT + 4 * RTTVAR = 400 + 4 * 200").isEqualTo(1200 * World.MILLI);
        estimator.sample(400 * World.MILLI);
        assertThat(estimator.timeout()).as("400 + 4 * 150").isEqualTo(1000 * World.MILLI);
        estimator.backOff();
        assertThat(estimator.timeout()).isEqualTo(2000 * World.MILLI);
        for (int i = 0; i < 100; i++) {
            estimator.backOff();
        }
        assertThat(estimator.timeout()).isEqualTo(RttEstimator.MAXIMUM);
        estimator.endBackOff();
        assertThat(estimator.timeout()).isEqualTo(1000 * World.MILLI);
    }

    @Test
    void rfc9438_growthIsConcaveThenConvex() {
        Cubic cubic = new Cubic(1000);
        cubic.acknowledged(990_000, 1, 10 * World.MILLI);
        assertThat(cubic.window()).isEqualTo(1_000_000);
        cubic.lost(1_000_000);
        assertThat(cubic.window()).isEqualTo(700_000);
        long now = World.SECOND;
        int[] windows = new int[4];
        for (int quarter = 0; quarter < 4; quarter++) {
            for (int i = 0; i < 30; i++) {
                cubic.acknowledged(cubic.window(), now, 50 * World.MILLI);
                now += 50 * World.MILLI;
            }
            windows[quarter] = cubic.window();
        }
        assertThat(windows[0] - 700_000).as("steep at first").isGreaterThan(windows[1] - windows[0]);
        assertThat(windows[3] - windows[2])
                .as("and again beyond the old maximum")
                .isGreaterThan(0);
        assertThat(windows[2]).isGreaterThan(900_000);
    }

    @Test
    void icmpHostUnreachableDoesNotEndAConnectionThatWorks() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(100));
        peer.expect(ACK, 1, 1, 100);
        peer.stack.tcp.reported(
                RawPeer.STACK,
                peer.stackPort,
                RawPeer.ADDRESS,
                RawPeer.PORT,
                peer.stackInitial + 1,
                NetworkError.HOST_UNREACHABLE,
                0);
        assertThat(socket.state()).isEqualTo(TcpState.ESTABLISHED);
        peer.forgetSegments();
        peer.world.run(3000 * World.SECOND);
        assertThat(socket.takeError()).as("but explains the timeout").isEqualTo(NetworkError.HOST_UNREACHABLE);
    }

    @Test
    void icmpFragmentationNeededMakesSegmentsSmaller() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(MSS));
        peer.expect(ACK, 1, 1, MSS);
        peer.stack.tcp.reported(
                RawPeer.STACK,
                peer.stackPort,
                RawPeer.ADDRESS,
                RawPeer.PORT,
                peer.stackInitial + 1,
                NetworkError.HOST_UNREACHABLE,
                1000);
        peer.stack.poll();
        peer.expectWithin(World.MILLI);
        assertThat(peer.stack.routes.mtu(Objects.requireNonNull(peer.stack.routes.find(RawPeer.ADDRESS, 0))))
                .isEqualTo(1000);
    }
}
