package dev.ristretto.kernel.network.stack;

import static dev.ristretto.kernel.network.stack.RawPeer.ACK;
import static dev.ristretto.kernel.network.stack.RawPeer.FIN;
import static dev.ristretto.kernel.network.stack.RawPeer.RST;
import static dev.ristretto.kernel.network.stack.RawPeer.SYN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.NetworkOption;
import dev.ristretto.kernel.network.socket.Readiness;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.tcp.TcpLimits;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.tcp.TcpState;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Closing, resetting and TIME-WAIT: RFC 9293 section 3.6, RFC 1337, RFC 2525, RFC 5961, RFC 6191. */
class TcpCloseTest {
    private final RawPeer peer = new RawPeer();

    @Test
    void closingFirstGoesThroughTimeWait() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.close();
        peer.expect(FIN | ACK, 1, 1, 0);
        peer.send(ACK, 1, 2);
        peer.send(FIN | ACK, 1, 2);
        peer.expect(ACK, 2, 2, 0);
        assertThat(peer.stack.tcp().timeWaits()).isEqualTo(1);
        assertThat(peer.stack.tcp().connections()).isZero();
        peer.send(FIN | ACK, 1, 2);
        peer.expect(ACK, 2, 2, 0);
        peer.world.run(59 * World.SECOND);
        assertThat(peer.stack.tcp().timeWaits()).isEqualTo(1);
        peer.world.run(2 * World.SECOND);
        assertThat(peer.stack.tcp().timeWaits()).isZero();
        peer.finish();
    }

    @Test
    void closingSecondLeavesNothing() throws NetworkException {
        TcpSocket socket = peer.accept();
        peer.send(FIN | ACK, 1, 1);
        peer.expect(ACK, 1, 2, 0);
        assertThat(socket.state()).isEqualTo(TcpState.CLOSE_WAIT);
        assertThat(socket.read(RawPeer.bytes(1))).isEqualTo(-1);
        assertThat(socket.readiness()).isEqualTo(Readiness.READABLE | Readiness.WRITABLE | Readiness.READ_HANGUP);
        socket.close();
        peer.expect(FIN | ACK, 1, 2, 0);
        peer.send(ACK, 2, 2);
        assertThat(peer.stack.tcp().flows()).isZero();
        peer.finish();
    }

    @Test
    void closingAtTheSameTimeGoesThroughClosing() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.shutdownOutput();
        peer.expect(FIN | ACK, 1, 1, 0);
        peer.send(FIN | ACK, 1, 1);
        assertThat(socket.state()).isEqualTo(TcpState.CLOSING);
        peer.expect(ACK, 2, 2, 0);
        peer.send(ACK, 2, 2);
        assertThat(socket.state()).isEqualTo(TcpState.TIME_WAIT);
        socket.close();
        peer.finish();
    }

    @Test
    void afterShuttingOutputInputGoesOn() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.shutdownOutput();
        peer.expect(FIN | ACK, 1, 1, 0);
        peer.send(ACK, 1, 2, 300);
        peer.expect(ACK, 2, 301, 0);
        assertThat(socket.read(RawPeer.bytes(1000))).isEqualTo(300);
        assertThatExceptionOfType(NetworkException.class)
                .isThrownBy(() -> socket.write(RawPeer.bytes(1)))
                .satisfies(e -> assertThat(e.error()).isEqualTo(NetworkError.BROKEN_PIPE));
    }

    @Test
    void afterShuttingInputDataIsDiscardedAndAcknowledged() throws NetworkException {
        TcpSocket socket = peer.accept();
        peer.send(ACK, 1, 1, 10);
        socket.shutdownInput();
        assertThat(socket.read(RawPeer.bytes(10))).isEqualTo(-1);
        peer.send(ACK, 11, 1, 300);
        assertThat(peer.expect().acknowledgement()).isEqualTo(311);
        assertThat(socket.available()).isZero();
        socket.write(RawPeer.bytes(3));
        peer.expect(ACK, 1, 311, 3);
    }

    @Test
    void rfc2525_closingWithUnreadDataResets() throws NetworkException {
        TcpSocket socket = peer.accept();
        peer.send(ACK, 1, 1, 10);
        socket.close();
        peer.expect(RST | ACK, 1, 11, 0);
        peer.finish();
    }

    @Test
    void dataAfterCloseResets() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.close();
        peer.expect(FIN | ACK, 1, 1, 0);
        peer.send(ACK, 1, 2, 10);
        assertThat(peer.expect().has(RST)).isTrue();
        peer.finish();
    }

    @Test
    void lingerZeroResets() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.setOption(NetworkOption.LINGER, 0);
        socket.close();
        peer.expect(RST | ACK, 1, 1, 0);
        peer.finish();
    }

    @Test
    void dataWrittenBeforeCloseIsDelivered() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(20_000));
        socket.close();
        assertThat(socket.isOver()).isFalse();
        int received = 0;
        boolean fin = false;
        while (!fin) {
            RawPeer.Sent sent = peer.expect();
            received += sent.data().length;
            fin = sent.has(FIN);
            peer.send(ACK, 1, 1 + received + (fin ? 1 : 0));
        }
        assertThat(received).isEqualTo(20_000);
        peer.send(FIN | ACK, 1, 2 + received);
        peer.world.run(World.MILLI);
        assertThat(socket.isOver()).isTrue();
        peer.finish();
    }

    @Test
    void anOrphanInFinWait2IsForgottenAfterAMinute() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.close();
        peer.expect(FIN | ACK, 1, 1, 0);
        peer.send(ACK, 1, 2);
        peer.world.run(61 * World.SECOND);
        assertThat(peer.stack.tcp().flows()).isZero();
        peer.finish();
    }

    @Test
    void aResetIsReportedOnceAndThenTheEnd() throws NetworkException {
        TcpSocket socket = peer.accept();
        peer.send(RST, 1, 0);
        assertThatExceptionOfType(NetworkException.class)
                .isThrownBy(() -> socket.read(RawPeer.bytes(1)))
                .satisfies(e -> assertThat(e.error()).isEqualTo(NetworkError.CONNECTION_RESET));
        assertThat(socket.read(RawPeer.bytes(1))).isEqualTo(-1);
        assertThatExceptionOfType(NetworkException.class)
                .isThrownBy(() -> socket.write(RawPeer.bytes(1)))
                .satisfies(e -> assertThat(e.error()).isEqualTo(NetworkError.BROKEN_PIPE));
        socket.close();
        peer.finish();
    }

    @Test
    void rfc5961_aResetInTheWindowIsChallenged() throws NetworkException {
        TcpSocket socket = peer.accept();
        peer.send(RST, 100, 0);
        peer.expect(ACK, 1, 1, 0);
        assertThat(socket.state()).isEqualTo(TcpState.ESTABLISHED);
        peer.send(RST, 100_000, 0);
        peer.send(RST, -10, 0);
        peer.expectNothing(World.SECOND);
        assertThat(socket.state()).isEqualTo(TcpState.ESTABLISHED);
    }

    @Test
    void rfc5961_aSynInAConnectionIsChallenged() throws NetworkException {
        TcpSocket socket = peer.accept();
        peer.send(SYN, 500, 0);
        peer.expect(ACK, 1, 1, 0);
        assertThat(socket.state()).isEqualTo(TcpState.ESTABLISHED);
    }

    @Test
    void rfc5961_anAcknowledgementFarOutsideIsNotTaken() throws NetworkException {
        TcpSocket socket = peer.accept();
        peer.send(ACK, 1, 5_000_000, 10);
        peer.expect(ACK, 1, 1, 0);
        peer.send(ACK, 1, -5_000_000, 10);
        assertThat(socket.available()).isZero();
    }

    @Test
    void rfc1337_aResetDoesNotEndTimeWait() throws NetworkException {
        timeWait();
        peer.send(RST, 2, 0);
        assertThat(peer.stack.tcp().timeWaits()).isEqualTo(1);
    }

    @Test
    void rfc6191_aNewerSynReopensAPairInTimeWait() throws NetworkException {
        TcpSocket listener = peer.listen();
        TcpSocket socket = peer.connect(listener);
        socket.close();
        peer.expect(FIN | ACK, 1, 1, 0);
        peer.send(FIN | ACK, 1, 2);
        peer.expect(ACK, 2, 2, 0);
        int oldInitial = peer.stackInitial;
        peer.send(SYN, 1_000_000, 0, new byte[0], peer.synOptions);
        RawPeer.Sent answer = peer.expectWithin(World.MILLI);
        assertThat(answer.has(SYN)).isTrue();
        assertThat(answer.acknowledgement()).isEqualTo(1_000_001);
        assertThat(peer.stackInitial - oldInitial).as("beyond all old numbers").isGreaterThan(65_536);
        peer.send(ACK, 1_000_001, 1);
        assertThat(listener.accept()).isNotNull();
    }

    @Test
    void anOldSynInTimeWaitIsAnsweredWithAnAcknowledgement() throws NetworkException {
        timeWait();
        peer.send(SYN, -1000, 0);
        peer.expect(ACK, 2, 2, 0);
        assertThat(peer.stack.tcp().timeWaits()).isEqualTo(1);
    }

    private void timeWait() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.close();
        peer.expect(FIN | ACK, 1, 1, 0);
        peer.send(FIN | ACK, 1, 2);
        peer.expect(ACK, 2, 2, 0);
        assertThat(peer.stack.tcp().timeWaits()).isEqualTo(1);
    }

    @Test
    void theNumberOfTimeWaitsIsBounded() throws NetworkException {
        StackOptions few = new StackOptions(
                1 << 20, 1 << 16, new TcpLimits(32 << 10, 64 << 10, 32 << 10, 64 << 10, 1000, 1000, 10, 5));
        NetworkStack stack = new NetworkStack(null, () -> 1, new Random(1), few, new NetworkCounters());
        TcpSocket listener = stack.newTcpSocket();
        listener.bind(IpAddress.LOOPBACK, 80);
        listener.listen(1);
        for (int i = 0; i < 50; i++) {
            TcpSocket client = stack.newTcpSocket();
            client.connect(IpAddress.LOOPBACK, 80);
            TcpSocket server = Objects.requireNonNull(listener.accept());
            client.close();
            server.close();
        }
        assertThat(stack.tcp().timeWaits()).isEqualTo(5);
        assertThat(stack.tcp().flows()).isEqualTo(5);
    }

    @Test
    void paws_oldTimestampsAreNotTaken() throws NetworkException {
        peer.synOptions = new byte[] {2, 4, (byte) (1460 >> 8), (byte) 1460};
        peer.timestamps = true;
        TcpSocket socket = peer.accept();
        peer.timestampValue = 2000;
        peer.send(ACK, 1, 1, 10);
        assertThat(socket.available()).isEqualTo(10);
        assertThat(peer.expect().timestampEcho()).isEqualTo(2000);
        peer.timestampValue = 1500;
        peer.send(ACK, 11, 1, 10);
        assertThat(socket.available()).isEqualTo(10);
        peer.expect(ACK, 1, 11, 0);
        peer.timestampValue = 2001;
        peer.send(ACK, 11, 1, 10);
        assertThat(socket.available()).isEqualTo(20);
    }

    @Test
    void rfc7323_segmentsWithoutTheAgreedTimestampsAreDropped() throws NetworkException {
        peer.timestamps = true;
        TcpSocket socket = peer.accept();
        peer.timestamps = false;
        peer.send(ACK, 1, 1, 10);
        assertThat(socket.available()).isZero();
        peer.send(RST, 1, 0);
        assertThat(socket.takeError()).as("but resets count").isEqualTo(NetworkError.CONNECTION_RESET);
    }

    @Test
    void keepAliveProbesAnIdlePeerAndGivesItUp() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.setOption(NetworkOption.KEEP_ALIVE_IDLE, 10);
        socket.setOption(NetworkOption.KEEP_ALIVE_INTERVAL, 2);
        socket.setOption(NetworkOption.KEEP_ALIVE_COUNT, 3);
        socket.setOption(NetworkOption.KEEP_ALIVE, 1);
        long start = peer.world.now;
        RawPeer.Sent probe = peer.expect(ACK, 0, 1, 0);
        assertThat(probe.time() - start).isBetween(9 * World.SECOND, 11 * World.SECOND);
        peer.send(ACK, 1, 1);
        long answered = peer.world.now;
        probe = peer.expect(ACK, 0, 1, 0);
        assertThat(probe.time() - answered).isBetween(9 * World.SECOND, 11 * World.SECOND);
        peer.expect(ACK, 0, 1, 0);
        peer.expect(ACK, 0, 1, 0);
        assertThat(peer.expect().has(RST)).isTrue();
        assertThat(socket.takeError()).isEqualTo(NetworkError.TIMED_OUT);
        socket.close();
        peer.finish();
    }

    @Test
    void theEndOfTheAddressEndsItsConnections() throws NetworkException {
        TcpSocket socket = peer.accept();
        peer.stack.configure(null);
        assertThat(socket.takeError()).isEqualTo(NetworkError.NETWORK_UNREACHABLE);
        socket.close();
        peer.finish();
    }
}
