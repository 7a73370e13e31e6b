package dev.ristretto.kernel.network.stack;

import static dev.ristretto.kernel.network.stack.RawPeer.ACK;
import static dev.ristretto.kernel.network.stack.RawPeer.RST;
import static dev.ristretto.kernel.network.stack.RawPeer.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.socket.MemoryGauge;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.tcp.TcpLimits;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.tcp.TcpState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A program short of memory is not given more work, and the least finished of what it has is taken away. */
class MemoryGuardTest {

    private final World world = new World(20261129);
    private final Wire wire = new Wire(world);
    private final NetworkStack server = world.host(wire, 1);
    private final NetworkStack clients = world.host(wire, 2);
    private final List<TcpSocket> accepted = new ArrayList<>();
    private boolean low;
    /** Whether the program always has something to do. */
    private boolean behind;

    private TcpSocket listen(int backlog) throws NetworkException {
        server.setMemoryGauge(() -> low);
        return listen(server, backlog);
    }

    private static TcpSocket listen(NetworkStack stack, int backlog) throws NetworkException {
        TcpSocket listener = stack.newTcpSocket();
        listener.bind(IpAddress.ANY, 80);
        listener.listen(backlog);
        return listener;
    }

    /** A host with the number 3 that serves few at a time. */
    private NetworkStack small(int mostServed, int mostHalfOpen) {
        TcpLimits limits = new TcpLimits(32 << 10, 1 << 20, 32 << 10, 1 << 20, 1000, mostServed, mostHalfOpen, 100);
        return world.host(wire, 3, LinkFeatures.NONE, new StackOptions(1 << 20, 1 << 16, limits));
    }

    private TcpSocket connect() throws NetworkException {
        TcpSocket client = clients.newTcpSocket();
        client.connect(World.address(1), 80);
        return client;
    }

    private TcpSocket accept(TcpSocket listener) throws NetworkException {
        return Objects.requireNonNull(listener.accept(), "nobody waits");
    }

    @Test
    void nobodyIsLetInWhileMemoryIsLow() throws NetworkException {
        TcpSocket listener = listen(100);
        for (int i = 0; i < 20; i++) {
            connect();
            world.run(World.MILLI * 10);
            accept(listener);
        }
        TcpSocket early = connect();
        world.run(World.SECOND / 10);
        assertThat(early.state()).isEqualTo(TcpState.ESTABLISHED);
        low = true;
        world.run(World.MILLI * 5);
        server.poll();
        TcpSocket late = connect();
        world.run(World.MILLI * 10);
        assertThat(late.state()).as("its SYN is dropped").isEqualTo(TcpState.SYN_SENT);
        assertThat(listener.accept()).as("the one that waits is kept").isNull();
        assertThat(listener.readiness()).isZero();
        int[] told = new int[1];
        listener.setReadinessListener(readiness -> told[0]++);
        low = false;
        assertThat(world.runUntil(() -> told[0] > 0, World.SECOND)).isTrue();
        accept(listener);
        assertThat(world.runUntil(() -> late.state() == TcpState.ESTABLISHED, 2 * World.SECOND))
                .as("its SYN comes again")
                .isTrue();
    }

    @Test
    void aProxysClientWaitsForMemory() throws NetworkException {
        RawPeer peer = new RawPeer(StackOptions.defaults(), new LinkFeatures(false, 0, true));
        TcpSocket listener = peer.listen();
        peer.stackPort = 80;
        for (int i = 0; i < 20; i++) {
            ask(peer, 2000 + i);
            peer.expect(SYN | ACK, 0, 1, 0);
            accept(listener);
        }
        peer.stack.setMemoryGauge(() -> low);
        low = true;
        peer.world.run(World.MILLI * 5);
        peer.stack.poll();
        assertThat(peer.expect().has(RST)).as("the least finished one").isTrue();
        ask(peer, 3000);
        peer.expectNothing(World.MILLI * 20);
        low = false;
        assertThat(peer.expectWithin(World.SECOND).has(SYN)).isTrue();
        accept(listener);
        listener.close();
    }

    @Test
    void theLeastFinishedGoFirst() throws NetworkException {
        TcpSocket listener = listen(100);
        List<TcpSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            TcpSocket client = connect();
            world.run(World.MILLI * 10);
            TcpSocket served = accept(listener);
            sockets.add(client);
            accepted.add(served);
            if (i % 2 == 0) {
                served.write(RawPeer.bytes(100)); // these have got an answer
                world.run(World.MILLI * 10);
            }
        }
        TcpSocket opened = server.newTcpSocket();
        TcpSocket other = clients.newTcpSocket();
        other.bind(IpAddress.ANY, 90);
        other.listen(1);
        opened.connect(World.address(2), 90);
        world.run(World.SECOND);
        low = true;
        assertThat(world.runUntil(() -> ended() > 0, World.SECOND)).isTrue();
        assertThat(ended()).as("an eighth of those beyond a few at a time").isEqualTo(2);
        for (int i = 0; i < 32; i++) {
            assertThat(isEnded(accepted.get(i))).as("connection %d", i).isEqualTo(i == 1 || i == 3);
        }
        assertThat(world.runUntil(() -> ended() == 16, 30 * World.SECOND)).isTrue();
        world.run(30 * World.SECOND);
        assertThat(ended()).as("a few are not the reason").isEqualTo(16);
        world.run(World.MILLI); // the last reset is on its way
        assertThat(opened.state()).as("opened from here").isEqualTo(TcpState.ESTABLISHED);
        for (int i = 0; i < 32; i++) {
            assertThat(sockets.get(i).state())
                    .as("connection %d", i)
                    .isEqualTo(i % 2 == 0 ? TcpState.ESTABLISHED : TcpState.CLOSED);
        }
    }

    /** Each connection costs the program memory from the moment on that it has said something. */
    @Test
    void aProgramOutlivesManyTimesTheConnectionsThatItHasMemoryFor() throws NetworkException {
        int budget = 100;
        TcpSocket listener = listen(1000);
        int[] served = new int[1];
        int[] most = new int[1];
        server.setMemoryGauge(() -> served[0] > budget * 7 / 8);
        List<TcpSocket> reading = new ArrayList<>();
        world.application(() -> {
            try {
                for (TcpSocket next = listener.accept(); next != null; next = listener.accept()) {
                    accepted.add(next);
                }
                for (TcpSocket socket : accepted) {
                    if (!reading.contains(socket) && socket.available() > 0) {
                        reading.add(socket);
                    }
                }
                for (TcpSocket socket : List.copyOf(accepted)) {
                    if (isEnded(socket)) {
                        socket.close();
                        accepted.remove(socket);
                        reading.remove(socket);
                    }
                }
            } catch (NetworkException e) {
                throw new AssertionError(e);
            }
            served[0] = reading.size();
            most[0] = Math.max(most[0], served[0]);
        });
        for (int i = 0; i < 10 * budget; i++) {
            TcpSocket client = connect();
            world.run(World.MILLI * 2);
            try {
                client.write(ByteBuffer.wrap(new byte[] {'G'}));
            } catch (NetworkException refused) {
                client.close();
            }
        }
        world.run(World.SECOND);
        assertThat(most[0]).isLessThanOrEqualTo(budget).isGreaterThan(budget / 2);
    }

    /** Clients that wait keep what they have sent: if they are what takes the memory, nobody would ever be served. */
    @Test
    void thoseThatWaitMakeRoomToo() throws NetworkException {
        int budget = 100;
        NetworkStack small = small(100, 500);
        small.setMemoryGauge(() -> small.tcp().connections() > budget);
        TcpSocket listener = listen(small, 500);
        for (int i = 0; i < 300; i++) {
            TcpSocket client = clients.newTcpSocket();
            client.connect(World.address(3), 80); // and nobody accepts it
            world.run(World.MILLI / 10);
        }
        assertThat(small.tcp().connections()).isGreaterThan(budget);
        world.run(World.SECOND / 2);
        assertThat(small.tcp().connections()).isLessThanOrEqualTo(budget);
        TcpSocket honest = clients.newTcpSocket();
        honest.connect(World.address(3), 80);
        assertThat(world.runUntil(() -> honest.state() == TcpState.ESTABLISHED, 10 * World.SECOND))
                .isTrue();
    }

    @Test
    void whoFindsNoRoomIsServedWhenOthersAreDone() throws NetworkException {
        NetworkStack small = small(50, 100);
        TcpSocket listener = listen(small, 200);
        for (int i = 0; i < 100; i++) {
            clients.newTcpSocket().connect(World.address(3), 80);
            world.run(World.MILLI * 10);
        }
        acceptAll(listener);
        assertThat(accepted).as("before anybody has seen what they cost").hasSize(32);
        world.run(World.SECOND / 10);
        small.poll();
        acceptAll(listener);
        world.run(World.SECOND / 10);
        small.poll();
        acceptAll(listener);
        assertThat(accepted).as("as many as there is memory for").hasSize(50);
        accepted.removeFirst().close();
        accept(listener).close();
        accepted.add(accept(listener));
        assertThat(listener.accept()).isNull();
        assertThat(world.runUntil(() -> ended() > 0, 3 * World.SECOND))
                .as("those that do nothing make room")
                .isTrue();
        for (TcpSocket socket : accepted) {
            if (isEnded(socket)) {
                socket.close();
            }
        }
        accept(listener);
    }

    /** What a program has been handed costs nothing until it gets round to it. */
    @Test
    void aProgramThatIsBehindIsNotHandedMore() throws NetworkException {
        NetworkStack small = small(240, 100);
        small.setMemoryGauge(new MemoryGauge() {
            @Override
            public boolean isLow() {
                return false;
            }

            @Override
            public boolean isWorkDone() {
                return !behind;
            }
        });
        TcpSocket listener = listen(small, 300);
        for (int i = 0; i < 200; i++) {
            clients.newTcpSocket().connect(World.address(3), 80);
            world.run(World.MILLI / 10);
        }
        behind = true;
        acceptAll(listener);
        int first = accepted.size();
        attend(listener, small, 20);
        assertThat(accepted).as("it has not had time").hasSize(first);
        behind = false;
        attend(listener, small, 3);
        int second = accepted.size();
        assertThat(second).as("it has rested").isGreaterThan(first);
        behind = true;
        attend(listener, small, 100);
        assertThat(accepted.size()).as("it never rests").isGreaterThan(second);
    }

    /** Accepts so many times, every five milliseconds. */
    private void attend(TcpSocket listener, NetworkStack stack, int times) throws NetworkException {
        for (int i = 0; i < times; i++) {
            world.run(World.MILLI * 5);
            stack.poll();
            acceptAll(listener);
        }
    }

    /** A server that has many idle connections is asked on all of them at once, and has memory for a quarter. */
    @Test
    void whatConnectionsTurnOutToCostLimitsThoseThatFollow() throws NetworkException {
        int budget = 60;
        NetworkStack small = small(240, 100);
        small.setMemoryGauge(() -> low);
        TcpSocket listener = listen(small, 300);
        for (int i = 0; i < 300; i++) {
            clients.newTcpSocket().connect(World.address(3), 80);
            world.run(World.MILLI * 5);
            acceptAll(listener);
        }
        assertThat(accepted).as("while they cost nothing").hasSizeGreaterThan(200);
        for (int i = 0; i < 2000; i++) {
            accepted.removeIf(socket -> {
                boolean over = isEnded(socket);
                if (over) {
                    socket.close();
                }
                return over;
            });
            low = accepted.size() > budget;
            world.run(World.MILLI * 5);
            small.poll();
            acceptAll(listener);
        }
        assertThat(accepted.size()).isBetween(budget / 2, budget + budget / 4);
    }

    /** Clients that never finish fill the queue; who comes after them is served at the next turn. */
    @Test
    void whoComesLastIsServedFirstWhenManyWaitForMemory() throws NetworkException {
        NetworkStack small = small(32, 100);
        TcpSocket listener = listen(small, 50);
        List<TcpSocket> silent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            TcpSocket client = clients.newTcpSocket();
            client.connect(World.address(3), 80);
            silent.add(client);
            world.run(World.MILLI * 5);
            acceptAll(listener);
        }
        TcpSocket last = clients.newTcpSocket();
        last.connect(World.address(3), 80);
        assertThat(world.runUntil(() -> last.state() == TcpState.ESTABLISHED, World.SECOND))
                .as("there is room for it")
                .isTrue();
        assertThat(silent.stream().filter(client -> client.state() == TcpState.ESTABLISHED))
                .as("of those that came first some had to go")
                .hasSizeLessThanOrEqualTo(32 + 50);
        int before = accepted.size();
        assertThat(world.runUntil(() -> listener.readiness() != 0, 3 * World.SECOND))
                .isFalse();
        accepted.forEach(socket -> {
            if (isEnded(socket)) {
                socket.close();
            }
        });
        world.run(World.MILLI * 20);
        acceptAll(listener);
        assertThat(accepted.size()).isGreaterThan(before);
        assertThat(accepted.get(before).remote()).isEqualTo(last.local());
    }

    /** A program that has lost connections, with the thread that served them, is given others nonetheless. */
    @Test
    void whatTheProgramNeverClosesDoesNotCountForEver() throws NetworkException {
        NetworkStack small = small(32, 100);
        TcpSocket listener = listen(small, 200);
        for (int i = 0; i < 150; i++) {
            clients.newTcpSocket().connect(World.address(3), 80);
            world.run(World.MILLI * 5);
        }
        for (int i = 0; i < 3000; i++) {
            acceptAll(listener);
            world.run(World.MILLI * 10);
            small.poll();
        }
        assertThat(accepted.size()).isGreaterThan(64);
    }

    private void acceptAll(TcpSocket listener) throws NetworkException {
        for (TcpSocket next = listener.accept(); next != null; next = listener.accept()) {
            accepted.add(next);
        }
    }

    private static void ask(RawPeer peer, int port) {
        peer.port = port;
        peer.send(SYN, 0, 0, new byte[0], peer.synOptions);
    }

    private long ended() {
        return accepted.stream().filter(MemoryGuardTest::isEnded).count();
    }

    private static boolean isEnded(TcpSocket socket) {
        return socket.state() == TcpState.CLOSED;
    }
}
