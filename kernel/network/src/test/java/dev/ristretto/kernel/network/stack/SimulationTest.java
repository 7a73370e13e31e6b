package dev.ristretto.kernel.network.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.NetworkOption;
import dev.ristretto.kernel.network.tcp.TcpLimits;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.tcp.TcpState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many connections at once between two hosts whose users behave at random, over a wire that misbehaves at random.
 * Streams of polite users arrive whole, those of rude ones as far as they go without a wrong byte, and in the end
 * nothing is left of any. A seed replays its world.
 */
class SimulationTest {
    private static final int CONNECTIONS = 30;

    /** One user of one end: writes its stream piece by piece, reads the other's, and ends as it likes. */
    private static final class User {
        private final World world;
        private final TcpSocket socket;
        private final Random whims;
        private final long streamSeed;
        private final long peerSeed;
        private final int total;
        private final boolean rude;
        private int written;
        private int read;
        private boolean shut;
        private boolean ended;
        private boolean closed;
        private @Nullable NetworkError error;
        private long sleepUntil;

        User(World world, TcpSocket socket, long streamSeed, long peerSeed, long whimSeed) {
            this.world = world;
            this.socket = socket;
            this.streamSeed = streamSeed;
            this.peerSeed = peerSeed;
            whims = new Random(whimSeed);
            total = whims.nextInt(4) == 0 ? 0 : whims.nextInt(200_000);
            rude = whims.nextInt(5) == 0;
            socket.setOption(NetworkOption.NO_DELAY, whims.nextBoolean() ? 1 : 0);
            socket.setOption(NetworkOption.KEEP_ALIVE, whims.nextBoolean() ? 1 : 0);
            if (whims.nextInt(4) == 0) {
                socket.setOption(NetworkOption.RECEIVE_BUFFER, 2048 + whims.nextInt(20_000));
            }
        }

        static byte byteAt(long seed, int index) {
            long mixed = (seed + index) * 0x9e3779b97f4a7c15L;
            return (byte) (mixed >>> 40);
        }

        void step() {
            if (closed || world.now < sleepUntil || socket.state() == TcpState.SYN_SENT) {
                return;
            }
            if (whims.nextInt(10) == 0) {
                sleepUntil = world.now + whims.nextInt(500) * World.MILLI;
                return;
            }
            if (rude && whims.nextInt(200) == 0) {
                end(whims.nextBoolean());
                return;
            }
            try {
                write();
                read();
            } catch (NetworkException e) {
                error = e.error();
                end(false);
                return;
            }
            if (shut && ended) {
                end(false);
            }
        }

        private void end(boolean abort) {
            closed = true;
            if (abort) {
                socket.abort();
            } else {
                socket.close();
            }
        }

        private void write() throws NetworkException {
            if (written == total) {
                if (!shut) {
                    socket.shutdownOutput();
                    shut = true;
                }
                return;
            }
            ByteBuffer piece = ByteBuffer.allocate(Math.min(total - written, 1 + whims.nextInt(20_000)));
            for (int i = 0; i < piece.capacity(); i++) {
                piece.put(i, byteAt(streamSeed, written + i));
            }
            written += socket.write(piece, whims.nextInt(20) == 0);
        }

        private void read() throws NetworkException {
            ByteBuffer piece = ByteBuffer.allocate(1 + whims.nextInt(20_000));
            int length = socket.read(piece);
            if (length < 0) {
                ended = true;
                return;
            }
            for (int i = 0; i < length; i++) {
                if (piece.get(i) != byteAt(peerSeed, read + i)) {
                    throw new AssertionError("seed " + world.seed + ": byte " + (read + i) + " is wrong");
                }
            }
            read += length;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24})
    void connectionsOfAllKindsOfUsers(long seed) throws NetworkException {
        World world = new World(seed);
        Wire wire = new Wire(world);
        Random random = world.random;
        wire.loss = random.nextInt(3) * 0.02;
        wire.reordering = random.nextInt(3) * 0.1;
        wire.duplication = random.nextInt(3) * 0.02;
        wire.corruption = random.nextInt(3) * 0.01;
        wire.delay = 10_000 + random.nextInt(30) * World.MILLI;
        wire.rate = random.nextBoolean() ? 100_000_000L : 0;
        LinkFeatures features = random.nextBoolean() ? LinkFeatures.NONE : new LinkFeatures(true, 65535);
        StackOptions options = random.nextInt(3) == 0
                ? new StackOptions(
                        256 << 10, 64 << 10, new TcpLimits(16 << 10, 64 << 10, 16 << 10, 64 << 10, 500, 500, 100, 20))
                : StackOptions.defaults();
        NetworkStack left = world.host(wire, 1, features, options);
        NetworkStack right = world.host(wire, 2, features, options);
        for (NetworkStack stack : List.of(left, right)) {
            if (stack.link() instanceof SimulatedLink link && random.nextInt(3) == 0) {
                link.transmitLimit = 4;
            }
        }
        List<User> clients = new ArrayList<>();
        List<User> servers = new ArrayList<>();
        TcpSocket listener = right.newTcpSocket();
        listener.bind(IpAddress.ANY, 80);
        listener.listen(CONNECTIONS);
        for (int i = 0; i < CONNECTIONS; i++) {
            int number = i;
            world.at(world.now + random.nextInt(5000) * World.MILLI, () -> {
                try {
                    TcpSocket client = left.newTcpSocket();
                    client.bind(IpAddress.ANY, 2000 + number);
                    client.connect(World.address(2), 80);
                    clients.add(new User(world, client, number, ~number, random.nextLong()));
                } catch (NetworkException e) {
                    throw new AssertionError(e);
                }
            });
        }
        world.application(() -> {
            try {
                TcpSocket accepted;
                while ((accepted = listener.accept()) != null) {
                    int number = Objects.requireNonNull(accepted.remote()).port() - 2000;
                    servers.add(new User(world, accepted, ~number, number, random.nextLong()));
                }
            } catch (NetworkException e) {
                throw new AssertionError(e);
            }
            clients.forEach(User::step);
            servers.forEach(User::step);
        });
        // Users who sleep must be woken, though nothing happens on the wire.
        Runnable[] tick = new Runnable[1];
        tick[0] = () -> {
            if (clients.size() < CONNECTIONS
                    || !clients.stream().allMatch(u -> u.closed)
                    || !servers.stream().allMatch(u -> u.closed)) {
                world.at(world.now + 100 * World.MILLI, tick[0]);
            }
        };
        tick[0].run();
        boolean done = world.runUntil(
                () -> clients.size() == CONNECTIONS
                        && clients.stream().allMatch(u -> u.closed)
                        && servers.stream().allMatch(u -> u.closed),
                7200 * World.SECOND);
        assertThat(done).as("seed %d: everybody is done", seed).isTrue();
        checkStreams(seed, clients, servers);
        listener.close();
        world.clearApplications();
        world.run(7200 * World.SECOND);
        assertThat(left.tcp().flows() + right.tcp().flows())
                .as("seed %d: flows", seed)
                .isZero();
        assertThat(left.tcp().portsInUse() + right.tcp().portsInUse())
                .as("seed %d: ports", seed)
                .isZero();
        assertThat(world.usedChunks()).as("seed %d: chunks", seed).isZero();
        assertThat(world.leakedFrames()).as("seed %d: frames", seed).isZero();
        assertThat(world.isIdle()).as("seed %d: idle", seed).isTrue();
    }

    private static void checkStreams(long seed, List<User> clients, List<User> servers) {
        int whole = 0;
        for (User server : servers) {
            for (User client : clients) {
                if (client.streamSeed == server.peerSeed && !client.rude && !server.rude) {
                    assertThat(client.error)
                            .as("seed %d: error of %d", seed, client.streamSeed)
                            .isNull();
                    assertThat(server.error)
                            .as("seed %d: error of %d", seed, client.streamSeed)
                            .isNull();
                    assertThat(server.read).isEqualTo(client.total);
                    assertThat(client.read).isEqualTo(server.total);
                    whole++;
                }
            }
        }
        assertThat(whole).isGreaterThan(CONNECTIONS / 4);
    }
}
