package dev.ristretto.kernel.network.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.tcp.TcpLimits;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.tcp.TcpState;
import dev.ristretto.kernel.network.udp.Datagram;
import dev.ristretto.kernel.network.udp.UdpSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A server whose memory is short for a moment, at some place in its work for a few clients. Loaded by a loader of
 * {@link AllocationFaults}. The server's program acts on what it is told of alone, as one does that waits for events;
 * it closes what fails.
 */
public final class WithoutMemoryScenario {
    private static final int CLIENTS = 20;
    private static final int BYTES = 6000;
    private static final StackOptions OPTIONS = new StackOptions(
            256 << 10, 64 << 10, new TcpLimits(16 << 10, 64 << 10, 16 << 10, 64 << 10, 100, 100, 8, 10));

    private final World world = new World(20261129);
    private final Wire wire = new Wire(world);
    private final NetworkStack server;
    private final NetworkStack peers;
    private final List<Echo> served = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final TcpSocket listener;
    private final UdpSocket datagrams;
    private boolean mayAccept = true;

    private WithoutMemoryScenario(boolean proxied) throws NetworkException {
        server = world.host(wire, 1, new LinkFeatures(false, 0, proxied), OPTIONS);
        peers = world.host(wire, 2);
        world.link(server).transmitLimit = 6; // somebody always waits for space
        world.guard = this::onServer;
        listener = server.newTcpSocket();
        listener.bind(IpAddress.ANY, 80);
        listener.listen(CLIENTS);
        listener.setReadinessListener(readiness -> mayAccept = true);
        datagrams = server.newUdpSocket();
        datagrams.bind(IpAddress.ANY, 90);
        world.application(this::serve);
    }

    /**
     * Runs once.
     *
     * @param first which allocation fails first
     * @param many how many do
     * @param proxied whether the server is behind a proxy
     * @return how many allocations there were
     */
    public static long run(long first, long many, boolean proxied) throws NetworkException {
        AllocationFaults.fail(first, many);
        WithoutMemoryScenario scenario = new WithoutMemoryScenario(proxied);
        scenario.begin();
        scenario.world.at(scenario.world.now + 20 * World.SECOND, AllocationFaults::relieve);
        scenario.world.runUntil(scenario::isOver, 400 * World.SECOND);
        scenario.world.runUntil(scenario::isOver, 0); // the clients see what came last
        for (Client client : scenario.clients) {
            assertThat(client.isOver())
                    .as(
                            "client %d, which has got %d bytes, waits in vain in state %s",
                            scenario.clients.indexOf(client), client.received, client.socket.state())
                    .isTrue();
        }
        long allocations = AllocationFaults.count();
        AllocationFaults.fail(0, 0);
        scenario.endsWell();
        return allocations;
    }

    private void begin() throws NetworkException {
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client());
        }
        UdpSocket sender = peers.newUdpSocket();
        sender.send(ByteBuffer.allocate(4000), World.address(1), 90); // in fragments
        sender.send(ByteBuffer.allocate(100), World.address(1), 90);
        sender.close();
    }

    private boolean isOver() {
        return clients.stream().allMatch(Client::isOver);
    }

    /** With memory again, the server serves as before and has kept nothing. */
    private void endsWell() throws NetworkException {
        Client after = new Client();
        clients.add(after);
        world.runUntil(after::isOver, 100 * World.SECOND);
        assertThat(after.received).as("bytes that a client gets afterwards").isEqualTo(BYTES);
        listener.close();
        datagrams.close();
        world.run(400 * World.SECOND);
        assertThat(served).as("connections that the program still has").isEmpty();
        assertThat(server.tcp().connections()).as("connections").isZero();
        assertThat(server.tcp().flows()).as("flows").isZero();
        assertThat(server.tcp().portsInUse()).as("ports").isZero();
        assertThat(server.chunks().used()).as("chunks").isZero();
        assertThat(world.leakedFrames()).as("frames").isZero();
        assertThat(world.isIdle()).as("idle").isTrue();
    }

    /** What the network's thread does around each of its calls. */
    private void onServer(NetworkStack stack, Runnable action) {
        if (stack != server) {
            action.run();
            return;
        }
        AllocationFaults.begin();
        try {
            action.run();
        } catch (OutOfMemoryError e) {
            server.outOfMemory();
        } finally {
            AllocationFaults.end();
        }
    }

    private void serve() {
        while (mayAccept) {
            mayAccept = false;
            accept();
        }
        for (Iterator<Echo> each = served.iterator(); each.hasNext(); ) {
            if (each.next().step()) {
                each.remove();
            }
        }
        Datagram from = new Datagram();
        AllocationFaults.begin();
        try {
            while (datagrams.receive(ByteBuffer.allocate(5000), from) >= 0) {
                continue;
            }
        } catch (OutOfMemoryError | NetworkException e) {
            // closed, or the datagram is lost
        } finally {
            AllocationFaults.end();
        }
    }

    private void accept() {
        TcpSocket next;
        do {
            AllocationFaults.begin();
            try {
                next = listener.accept();
            } catch (NetworkException closed) {
                return;
            } catch (OutOfMemoryError e) {
                mayAccept = true; // again at the next step
                return;
            } finally {
                AllocationFaults.end();
            }
            if (next != null) {
                served.add(new Echo(next));
            }
        } while (next != null);
    }

    /** Sends back what comes, until the end. */
    private static final class Echo {
        private final TcpSocket socket;
        private final ByteBuffer buffer = ByteBuffer.allocate(8192).limit(0);
        private boolean ready = true;
        private boolean failed;

        Echo(TcpSocket socket) {
            this.socket = socket;
            socket.setReadinessListener(readiness -> ready = true);
        }

        /** True if it is over. */
        boolean step() {
            if (!ready && !failed) {
                return false;
            }
            ready = false;
            AllocationFaults.begin();
            try {
                if (failed || isDone()) {
                    failed = true;
                    socket.close();
                    return true;
                }
            } catch (NetworkException | OutOfMemoryError e) {
                failed = true;
            } finally {
                AllocationFaults.end();
            }
            return false;
        }

        private boolean isDone() throws NetworkException {
            while (true) {
                while (buffer.hasRemaining()) {
                    if (socket.write(buffer) == 0) {
                        int seen = socket.readiness(); // who waits for room says so
                        return false;
                    }
                }
                buffer.clear();
                int count = socket.read(buffer);
                buffer.flip();
                if (count <= 0) {
                    return count < 0;
                }
            }
        }
    }

    /** Sends so many bytes and wants them back. */
    private final class Client {
        private final TcpSocket socket = peers.newTcpSocket();
        private final ByteBuffer in = ByteBuffer.allocate(8192);
        private int sent;
        private int received;
        private boolean over;

        Client() throws NetworkException {
            socket.connect(World.address(1), 80);
            world.application(this::step);
        }

        private void step() {
            try {
                if (over || socket.state() == TcpState.SYN_SENT) {
                    return;
                }
                int count = 1;
                while (sent < BYTES && count > 0) {
                    count = socket.write(ByteBuffer.allocate(BYTES - sent));
                    sent += count;
                }
                if (sent == BYTES && !over) {
                    socket.shutdownOutput();
                }
                count = 1;
                while (count > 0) {
                    count = socket.read(in.clear());
                    received += Math.max(0, count);
                }
                over = count < 0;
            } catch (NetworkException e) {
                over = true;
            }
            if (over) {
                socket.close();
            }
        }

        boolean isOver() {
            return over;
        }
    }
}
