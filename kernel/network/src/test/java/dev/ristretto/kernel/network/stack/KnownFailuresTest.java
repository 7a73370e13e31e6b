package dev.ristretto.kernel.network.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.socket.EphemeralPorts;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.Readiness;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.tcp.TcpState;
import dev.ristretto.kernel.network.udp.UdpSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The failures that users of MirageOS's stack met, one by one. */
class KnownFailuresTest {
    /** Both ends write until both windows are full and only then begin to read. */
    @Test
    void twoFullWindowsDoNotDeadlock() throws NetworkException {
        Pair pair = new Pair(1).connect();
        ByteBuffer block = ByteBuffer.allocate(4096);
        long[] written = new long[2];
        TcpSocket[] ends = {pair.client, pair.server};
        for (int round = 0; round < 1000; round++) {
            for (int i = 0; i < 2; i++) {
                int length;
                while ((length = ends[i].write(block.clear())) > 0) {
                    written[i] += length;
                }
            }
            pair.world.run(20 * World.MILLI);
        }
        assertThat(ends[0].readiness() & Readiness.WRITABLE).as("full").isZero();
        assertThat(ends[1].readiness() & Readiness.WRITABLE).as("full").isZero();
        pair.world.run(600 * World.SECOND);
        long[] read = new long[2];
        boolean drained = pair.world.runUntil(
                () -> {
                    try {
                        for (int i = 0; i < 2; i++) {
                            int length;
                            while ((length = ends[i].read(block.clear())) > 0) {
                                read[i] += length;
                            }
                        }
                    } catch (NetworkException e) {
                        throw new AssertionError(e);
                    }
                    return read[0] == written[1] && read[1] == written[0];
                },
                600 * World.SECOND);
        assertThat(drained)
                .as("read %d and %d of %d and %d", read[0], read[1], written[1], written[0])
                .isTrue();
        pair.finish();
    }

    @Test
    void portsAreNotExhaustedByConnectionsOneAfterTheOther() throws NetworkException {
        NetworkStack stack =
                new NetworkStack(null, () -> 1, new Random(1), StackOptions.defaults(), new NetworkCounters());
        TcpSocket listener = stack.newTcpSocket();
        listener.bind(IpAddress.LOOPBACK, 80);
        listener.listen(4);
        for (int i = 0; i < 100_000; i++) {
            TcpSocket client = stack.newTcpSocket();
            client.connect(IpAddress.LOOPBACK, 80);
            TcpSocket server = Objects.requireNonNull(listener.accept(), "connection " + i);
            client.close();
            server.close();
        }
    }

    @Test
    void allPortsCanBeUsedAtOnceAndThenTheErrorSaysSo() throws NetworkException {
        NetworkStack stack =
                new NetworkStack(null, () -> 1, new Random(1), StackOptions.defaults(), new NetworkCounters());
        List<UdpSocket> sockets = new ArrayList<>();
        int count = EphemeralPorts.LAST - EphemeralPorts.FIRST + 1;
        for (int i = 0; i < count; i++) {
            UdpSocket socket = stack.newUdpSocket();
            socket.bind(IpAddress.ANY, 0);
            sockets.add(socket);
        }
        UdpSocket further = stack.newUdpSocket();
        assertThatExceptionOfType(NetworkException.class)
                .isThrownBy(() -> further.bind(IpAddress.ANY, 0))
                .satisfies(e -> assertThat(e.error()).isEqualTo(NetworkError.ADDRESS_NOT_AVAILABLE));
        sockets.get(1234).close();
        further.bind(IpAddress.ANY, 0);
        assertThat(further.local().port()).isEqualTo(sockets.get(1234).local().port());
    }

    @Test
    void aSynToAListenerIsAlwaysAnsweredWhenTheServiceReturns() throws NetworkException {
        Pair pair = new Pair(3);
        pair.listener.bind(IpAddress.ANY, 80);
        // The whole network is silent for a while, then comes back.
        pair.wire.loss = 1;
        pair.listener.listen(16);
        pair.client.connect(World.address(2), 80);
        pair.world.run(2 * World.SECOND);
        pair.wire.loss = 0;
        assertThat(pair.world.runUntil(
                        () -> pair.client.state() == TcpState.ESTABLISHED || pair.client.state() == TcpState.CLOSED,
                        60 * World.SECOND))
                .isTrue();
        assertThat(pair.client.state()).isEqualTo(TcpState.ESTABLISHED);
        pair.finish();
    }

    @Test
    void aSynWithoutAnswerFailsAndFreesItsPort() throws NetworkException {
        Pair pair = new Pair(4);
        pair.wire.filter = frame -> frame[12] == 8 && frame[13] == 6;
        pair.client.connect(World.address(2), 80);
        pair.world.run(300 * World.SECOND);
        assertThat(pair.client.takeError()).isEqualTo(NetworkError.TIMED_OUT);
        pair.finish();
    }

    /** Connections that end in every possible way leave no flow behind. */
    @Test
    void noFlowIsLeaked() throws NetworkException {
        Pair pair = new Pair(5);
        pair.wire.loss = 0.2;
        pair.listener.bind(IpAddress.ANY, 80);
        pair.listener.listen(64);
        Random random = new Random(5);
        List<TcpSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            TcpSocket client = pair.clientHost.newTcpSocket();
            client.connect(World.address(2), 80);
            sockets.add(client);
            pair.world.run(random.nextInt(50) * World.MILLI);
            TcpSocket accepted = pair.listener.accept();
            if (accepted != null) {
                sockets.add(accepted);
            }
            TcpSocket victim = sockets.remove(random.nextInt(sockets.size()));
            switch (random.nextInt(4)) {
                case 0 -> victim.close();
                case 1 -> victim.abort();
                case 2 -> {
                    writeSome(victim);
                    victim.close();
                }
                default -> {
                    shutSome(victim);
                    sockets.add(victim);
                }
            }
        }
        for (TcpSocket socket : sockets) {
            socket.close();
        }
        pair.finish();
    }

    private static void writeSome(TcpSocket socket) {
        try {
            socket.write(ByteBuffer.allocate(3000));
        } catch (NetworkException e) {
            assertThat(e.error()).isNotNull();
        }
    }

    private static void shutSome(TcpSocket socket) {
        try {
            socket.shutdownOutput();
        } catch (NetworkException e) {
            assertThat(e.error()).isNotNull();
        }
    }
}
