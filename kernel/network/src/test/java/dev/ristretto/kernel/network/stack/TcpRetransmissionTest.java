package dev.ristretto.kernel.network.stack;

import static dev.ristretto.kernel.network.stack.RawPeer.ACK;
import static dev.ristretto.kernel.network.stack.RawPeer.FIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.tcp.TcpState;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Retransmission and congestion control: RFC 6298, RFC 5681, RFC 6582, RFC 6675, RFC 6928. */
class TcpRetransmissionTest {
    private static final int MSS = 1460;
    /** Of the retransmission timer. */
    private static final long MINIMUM_TIMEOUT = 200 * World.MILLI;

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
        socket.write(RawPeer.bytes(100));
        long first = peer.expect(ACK, 101, 1, 100).time();
        long second = peer.expect(ACK, 101, 1, 100).time();
        assertThat(second - first).isGreaterThanOrEqualTo(MINIMUM_TIMEOUT - World.MILLI);
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
    void icmpHostUnreachableDoesNotEndAConnectionThatWorks() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(100));
        peer.expect(ACK, 1, 1, 100);
        peer.reportUnreachable(1, 0);
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
        peer.reportUnreachable(1, 1000);
        peer.stack.poll();
        peer.expectWithin(World.MILLI);
        assertThat(peer.stack
                                .ip()
                                .payloadLimit(
                                        Objects.requireNonNull(peer.stack.ip().route(RawPeer.ADDRESS, null)))
                        + 20)
                .isEqualTo(1000);
    }
}
