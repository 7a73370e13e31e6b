package dev.ristretto.kernel.network.stack;

import static dev.ristretto.kernel.network.stack.RawPeer.ACK;
import static dev.ristretto.kernel.network.stack.RawPeer.RST;
import static dev.ristretto.kernel.network.stack.RawPeer.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who connects while the application starts is answered when it listens. */
class EarlyRequestsTest {
    private static final long WINDOW = 2 * World.SECOND;

    private final RawPeer peer = new RawPeer();

    @BeforeEach
    void start() {
        peer.stack.keepEarlyRequests();
        peer.stackPort = 80;
    }

    private void ask(int port) {
        peer.port = port;
        peer.send(SYN, 0, 0, new byte[0], peer.synOptions);
    }

    @Test
    void anEarlyClientIsAnsweredAsSoonAsTheServerListens() throws NetworkException {
        ask(RawPeer.PORT);
        peer.expectNothing(World.SECOND);
        long before = peer.world.now;
        TcpSocket listener = peer.listen();
        assertThat(peer.expect(SYN | ACK, 0, 1, 0).time() - before).isLessThan(World.MILLI);
        peer.send(ACK, 1, 1, 7);
        assertThat(Objects.requireNonNull(listener.accept()).available()).isEqualTo(7);
    }

    @Test
    void aRequestThatIsRepeatedIsAnsweredOnce() throws NetworkException {
        ask(RawPeer.PORT);
        peer.world.run(World.SECOND);
        ask(RawPeer.PORT);
        peer.listen();
        peer.expect(SYN | ACK, 0, 1, 0);
        peer.expectNothing(World.SECOND / 2);
    }

    @Test
    void whoeverNobodyCameForIsRefusedInTheEnd() {
        ask(RawPeer.PORT);
        peer.expectNothing(WINDOW - World.MILLI);
        assertThat(peer.expectWithin(2 * World.MILLI).has(RST)).isTrue();
        ask(RawPeer.PORT);
        assertThat(peer.expectWithin(World.MILLI).has(RST)).as("later at once").isTrue();
        peer.finish();
    }

    @Test
    void anotherPortIsNoAnswer() throws NetworkException {
        peer.stackPort = 81;
        ask(RawPeer.PORT);
        peer.listen();
        peer.expectNothing(World.SECOND);
        assertThat(peer.expectWithin(WINDOW).has(RST)).isTrue();
    }

    @Test
    void thisMachineItselfIsRefusedAtOnce() throws NetworkException {
        TcpSocket client = peer.stack.newTcpSocket();
        client.connect(IpAddress.LOOPBACK, 80);
        assertThat(client.takeError()).isNotNull();
    }

    @Test
    void whatWaitsIsBounded() {
        for (int i = 0; i < 2000; i++) {
            ask(1024 + i);
            peer.world.run(World.MILLI / 10);
        }
        peer.world.run(World.MILLI);
        int refused = 0;
        while (peer.poll() != null) {
            refused++;
        }
        assertThat(refused).isEqualTo(2000 - 1024);
    }
}
