package dev.ristretto.kernel.network.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.link.LinkFeatures;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.tcp.TcpState;

/** Two hosts on a wire and a connection between them. */
final class Pair {
    final World world;
    final Wire wire;
    final NetworkStack clientHost;
    final NetworkStack serverHost;
    TcpSocket listener;
    TcpSocket client;
    TcpSocket server;

    Pair(long seed) {
        this(seed, LinkFeatures.NONE, StackOptions.defaults());
    }

    Pair(long seed, LinkFeatures features, StackOptions options) {
        world = new World(seed);
        wire = new Wire(world);
        clientHost = world.host(wire, 1, features, options);
        serverHost = world.host(wire, 2, features, options);
        listener = serverHost.newTcpSocket();
        client = clientHost.newTcpSocket();
        server = client;
    }

    /** Connects; fails if that takes more than two minutes. */
    Pair connect() {
        try {
            listener.bind(IpAddress.ANY, 80);
            listener.listen(16);
            client.connect(World.address(2), 80);
            boolean accepted = world.runUntil(this::accept, 120 * World.SECOND);
            assertThat(accepted).as("connection accepted").isTrue();
            world.runUntil(() -> client.state() == TcpState.ESTABLISHED, 10 * World.SECOND);
        } catch (NetworkException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    private boolean accept() {
        try {
            TcpSocket accepted = listener.accept();
            if (accepted == null) {
                return false;
            }
            server = accepted;
            return true;
        } catch (NetworkException e) {
            throw new AssertionError(e);
        }
    }

    /** Closes all, lets everything die out, and checks that nothing was leaked. */
    void finish() {
        world.clearApplications();
        client.close();
        server.close();
        listener.close();
        world.run(3600 * World.SECOND);
        assertThat(clientHost.tcp().flows() + serverHost.tcp().flows())
                .as("flows left")
                .isZero();
        assertThat(clientHost.tcp().portsInUse() + serverHost.tcp().portsInUse())
                .as("ports left")
                .isZero();
        assertThat(world.usedChunks()).as("buffer chunks left").isZero();
        assertThat(world.leakedFrames()).as("frames left").isZero();
        assertThat(world.isIdle()).as("idle").isTrue();
    }
}
