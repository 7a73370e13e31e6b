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
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A proxy has accepted each connection already, asks once, and acknowledges nothing before its client speaks. */
class ProxiedLinkTest {
    private static final int BURST = 3000;

    private final RawPeer peer = new RawPeer(StackOptions.defaults(), new LinkFeatures(false, 0, true));

    private void ask(int port) {
        peer.port = port;
        peer.send(SYN, 0, 0, new byte[0], peer.synOptions);
    }

    @Test
    void aServerThatSpeaksFirstIsHeard() throws NetworkException {
        TcpSocket listener = peer.listen();
        peer.stackPort = 80;
        ask(RawPeer.PORT);
        peer.expect(SYN | ACK, 0, 1, 0);
        TcpSocket socket = Objects.requireNonNull(listener.accept(), "without a word of the peer");
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
        TcpSocket listener = peer.stack.newTcpSocket();
        listener.bind(IpAddress.ANY, 80);
        listener.listen(50);
        peer.stackPort = 80;
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

    @Test
    void aRepeatedRequestOfAFullBacklogIsAnsweredAgain() throws NetworkException {
        TcpSocket listener = peer.stack.newTcpSocket();
        listener.bind(IpAddress.ANY, 80);
        listener.listen(1);
        peer.stackPort = 80;
        ask(1000);
        ask(1001);
        peer.expect(SYN | ACK, 0, 1, 0);
        peer.expect(SYN | ACK, 0, 1, 0);
        ask(1001);
        peer.expect(SYN | ACK, 0, 1, 0);
        assertThat(listener.accept()).isNotNull();
        assertThat(listener.accept()).isNotNull();
    }
}
