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
import dev.ristretto.kernel.network.socket.Readiness;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.tcp.TcpState;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Opening connections: RFC 9293 sections 3.5 and 3.10.7.2 to 3.10.7.4. */
class TcpHandshakeTest {
    private final RawPeer peer = new RawPeer();

    @Test
    void activeOpenSendsMssSackTimestampsAndScale() throws NetworkException {
        TcpSocket socket = peer.stack.newTcpSocket();
        assertThat(socket.connect(RawPeer.ADDRESS, RawPeer.PORT)).isFalse();
        RawPeer.Sent syn = peer.expect(SYN, 0, 0, 0);
        assertThat(syn.mss()).isEqualTo(1460);
        assertThat(syn.sackPermitted()).isTrue();
        assertThat(syn.timestamps()).isTrue();
        assertThat(syn.shift()).isEqualTo(7);
        assertThat(socket.state()).isEqualTo(TcpState.SYN_SENT);
        assertThat(socket.readiness()).isZero();
        peer.answerSyn();
        peer.expect(ACK, 1, 1, 0);
        assertThat(socket.readiness()).isEqualTo(Readiness.WRITABLE);
    }

    @Test
    void optionsThatThePeerDoesNotOfferAreNotUsed() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(10));
        RawPeer.Sent data = peer.expect(ACK, 1, 1, 10);
        assertThat(data.timestamps()).isFalse();
        assertThat(data.window()).as("not scaled").isEqualTo(65535);
    }

    @Test
    void withoutMssOptionSegmentsHave536Bytes() throws NetworkException {
        peer.synOptions = new byte[0];
        TcpSocket socket = peer.accept();
        socket.write(RawPeer.bytes(1000));
        peer.expect(ACK, 1, 1, 536);
    }

    @Test
    void anUnansweredSynIsRepeatedWithBackOffAndFailsInTheEnd() throws NetworkException {
        TcpSocket socket = peer.stack.newTcpSocket();
        socket.connect(RawPeer.ADDRESS, RawPeer.PORT);
        long last = peer.expect(SYN, 0, 0, 0).time();
        long pause = World.SECOND;
        for (int i = 0; i < 6; i++) {
            long time = peer.expect(SYN, 0, 0, 0).time();
            assertThat(time - last).as("pause %d", i).isBetween(pause - World.MILLI, pause + World.MILLI);
            last = time;
            pause *= 2;
        }
        peer.expectNothing(600 * World.SECOND);
        assertThat(socket.takeError()).isEqualTo(NetworkError.TIMED_OUT);
        assertThat(socket.readiness() & Readiness.HANGUP).isNotZero();
        peer.finish();
    }

    @Test
    void aResetRefusesTheConnection() throws NetworkException {
        TcpSocket socket = peer.stack.newTcpSocket();
        socket.connect(RawPeer.ADDRESS, RawPeer.PORT);
        peer.expect(SYN, 0, 0, 0);
        peer.send(RST | ACK, 0, 1);
        assertThat(socket.readiness())
                .isEqualTo(Readiness.READABLE
                        | Readiness.WRITABLE
                        | Readiness.ERROR
                        | Readiness.HANGUP
                        | Readiness.READ_HANGUP);
        assertThat(socket.takeError()).isEqualTo(NetworkError.CONNECTION_REFUSED);
        peer.finish();
    }

    @Test
    void aResetWithoutAcknowledgementDoesNotRefuse() throws NetworkException {
        TcpSocket socket = peer.stack.newTcpSocket();
        socket.connect(RawPeer.ADDRESS, RawPeer.PORT);
        peer.expect(SYN, 0, 0, 0);
        peer.send(RST, 0, 0);
        assertThat(socket.state()).isEqualTo(TcpState.SYN_SENT);
    }

    @Test
    void aWrongAcknowledgementOfTheSynIsReset() throws NetworkException {
        TcpSocket socket = peer.stack.newTcpSocket();
        socket.connect(RawPeer.ADDRESS, RawPeer.PORT);
        peer.expect(SYN, 0, 0, 0);
        peer.send(SYN | ACK, 0, 77);
        peer.expect(RST, 77, 0, 0);
        assertThat(socket.state()).isEqualTo(TcpState.SYN_SENT);
    }

    @Test
    void simultaneousOpenConnects() throws NetworkException {
        TcpSocket socket = peer.stack.newTcpSocket();
        socket.connect(RawPeer.ADDRESS, RawPeer.PORT);
        peer.expect(SYN, 0, 0, 0);
        peer.send(SYN, 0, 0, new byte[0], peer.synOptions);
        peer.expect(SYN | ACK, 0, 1, 0);
        assertThat(socket.state()).isEqualTo(TcpState.SYN_RECEIVED);
        peer.send(ACK, 1, 1);
        assertThat(socket.state()).isEqualTo(TcpState.ESTABLISHED);
        socket.write(RawPeer.bytes(5));
        peer.expect(ACK, 1, 1, 5);
    }

    @Test
    void aSocketConnectedToItselfTalksToItself() throws NetworkException {
        TcpSocket socket = peer.stack.newTcpSocket();
        socket.bind(IpAddress.LOOPBACK, 4000);
        socket.connect(IpAddress.LOOPBACK, 4000);
        assertThat(socket.state()).isEqualTo(TcpState.ESTABLISHED);
        socket.write(RawPeer.bytes(3));
        assertThat(socket.read(RawPeer.bytes(10))).isEqualTo(3);
        socket.close();
        peer.finish();
    }

    @Test
    void anUnansweredSynAckIsRepeatedAndThenForgotten() throws NetworkException {
        TcpSocket listener = peer.listen();
        peer.stackPort = 80;
        peer.send(SYN, 0, 0, new byte[0], peer.synOptions);
        for (int i = 0; i < 6; i++) {
            peer.expect(SYN | ACK, 0, 1, 0);
        }
        peer.expectNothing(600 * World.SECOND);
        assertThat(peer.stack.tcp().flows()).isZero();
        assertThat(listener.accept()).isNull();
    }

    @Test
    void aRepeatedSynIsAnsweredAgain() throws NetworkException {
        peer.listen();
        peer.stackPort = 80;
        peer.send(SYN, 0, 0, new byte[0], peer.synOptions);
        peer.expect(SYN | ACK, 0, 1, 0);
        peer.send(SYN, 0, 0, new byte[0], peer.synOptions);
        peer.expectWithin(World.MILLI);
    }

    @Test
    void aResetInSynReceivedLeavesNothing() throws NetworkException {
        TcpSocket listener = peer.listen();
        peer.stackPort = 80;
        peer.send(SYN, 0, 0, new byte[0], peer.synOptions);
        peer.expect(SYN | ACK, 0, 1, 0);
        peer.send(RST, 1, 0);
        peer.expectNothing(100 * World.SECOND);
        assertThat(peer.stack.tcp().flows()).isZero();
        assertThat(listener.accept()).isNull();
    }

    @Test
    void aWrongAcknowledgementInSynReceivedIsReset() throws NetworkException {
        peer.listen();
        peer.stackPort = 80;
        peer.send(SYN, 0, 0, new byte[0], peer.synOptions);
        peer.expect(SYN | ACK, 0, 1, 0);
        peer.send(ACK, 1, 55);
        peer.expect(RST, 55, 0, 0);
    }

    @Test
    void dataWithTheLastAcknowledgementIsKept() throws NetworkException {
        TcpSocket listener = peer.listen();
        peer.stackPort = 80;
        peer.send(SYN, 0, 0, new byte[0], peer.synOptions);
        peer.expect(SYN | ACK, 0, 1, 0);
        peer.send(ACK, 1, 1, 100);
        TcpSocket socket = listener.accept();
        assertThat(socket).isNotNull();
        assertThat(Objects.requireNonNull(socket).available()).isEqualTo(100);
    }

    @Test
    void aFullBacklogLeavesTheHandshakeOpenUntilThereIsRoom() throws NetworkException {
        TcpSocket listener = peer.stack.newTcpSocket();
        listener.bind(IpAddress.ANY, 80);
        listener.listen(1);
        TcpSocket local = peer.stack.newTcpSocket();
        peer.stackPort = 80;
        peer.send(SYN, 0, 0, new byte[0], peer.synOptions);
        peer.expect(SYN | ACK, 0, 1, 0);
        local.connect(World.address(1), 80);
        assertThat(local.state()).isEqualTo(TcpState.ESTABLISHED);
        peer.send(ACK, 1, 1);
        assertThat(peer.stack.tcp().flows()).isEqualTo(3);
        assertThat(listener.accept()).isNotNull();
        assertThat(listener.accept()).as("not complete yet").isNull();
        peer.expect(SYN | ACK, 0, 1, 0);
        peer.send(ACK, 1, 1);
        assertThat(listener.accept()).isNotNull();
    }

    @Test
    void requestsBeyondTheBacklogAreNotAnswered() throws NetworkException {
        TcpSocket listener = peer.stack.newTcpSocket();
        listener.bind(IpAddress.ANY, 80);
        listener.listen(1);
        peer.stack.newTcpSocket().connect(IpAddress.LOOPBACK, 80);
        peer.stackPort = 80;
        peer.send(SYN, 0, 0, new byte[0], peer.synOptions);
        peer.expectNothing(5 * World.SECOND);
    }

    @Test
    void aSegmentWithoutConnectionIsReset() {
        peer.stackPort = 80;
        peer.send(SYN, 0, 0);
        peer.expect(RST | ACK, 0, 1, 0);
        peer.send(ACK, 5, 17, 10);
        peer.expect(RST, 17, 0, 0);
        peer.send(FIN, 5, 0);
        peer.expect(RST | ACK, 0, 6, 0);
        peer.send(RST, 5, 0);
        peer.expectNothing(World.SECOND);
    }

    @Test
    void aSynToABroadcastAddressIsIgnored() throws NetworkException {
        peer.listen();
        peer.stackPort = 80;
        byte[] syn = peer.segment(SYN, RawPeer.INITIAL, 0, new byte[0], new byte[0]);
        peer.sendPacket(6, RawPeer.ADDRESS, World.address(255), 0, 1, Arrays.copyOfRange(syn, 34, syn.length));
        peer.expectNothing(World.SECOND);
        assertThat(peer.stack.tcp().flows()).isZero();
    }

    @Test
    void closingTheListenerResetsWhatNobodyAccepted() throws NetworkException {
        TcpSocket listener = peer.listen();
        peer.stackPort = 80;
        peer.send(SYN, 0, 0, new byte[0], peer.synOptions);
        peer.expect(SYN | ACK, 0, 1, 0);
        peer.send(ACK, 1, 1);
        listener.close();
        assertThat(peer.expect().has(RST)).isTrue();
        peer.finish();
    }

    @Test
    void secondListenerOnThePortIsRefused() throws NetworkException {
        peer.listen();
        TcpSocket second = peer.stack.newTcpSocket();
        assertThatExceptionOfType(NetworkException.class)
                .isThrownBy(() -> second.bind(IpAddress.ANY, 80))
                .satisfies(e -> assertThat(e.error()).isEqualTo(NetworkError.ADDRESS_IN_USE));
    }
}
