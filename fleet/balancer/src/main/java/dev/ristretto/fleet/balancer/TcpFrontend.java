package dev.ristretto.fleet.balancer;

import dev.ristretto.fleet.balancer.admission.Admission;
import dev.ristretto.fleet.balancer.admission.Admitted;
import dev.ristretto.fleet.balancer.admission.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Spreads connections. Each has two virtual threads, one for either direction, which copy what they read before they
 * read on: a slow reader slows its writer down. The end of one direction is passed on and leaves the other open.
 */
final class TcpFrontend implements Frontend {

    private static final Logger LOG = System.getLogger(TcpFrontend.class.getName());
    private static final int BACKLOG = 1024;

    /** Enough for a direction that is mostly silent. */
    private static final int SMALL_BUFFER = 512;

    /** For a direction in which much comes, while there is memory for it. */
    private static final int LARGE_BUFFER = 8 * 1024;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /** When accepting fails, most likely because there are too many open files. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final String service;
    private final ServerSocket server;
    private final BackendPool pool;
    private final Admission admission;

    /** Listens; those whom the admission refuses are closed at once. */
    TcpFrontend(ServiceRoute route, BackendPool pool, Admission admission) throws IOException {
        this.service = route.service();
        this.pool = pool;
        this.admission = admission;
        this.server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(route.address(), route.port()), BACKLOG);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        Thread.ofVirtual().name("service " + route.service()).start(this::accept);
    }

    @Override
    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                try {
                    admit(server.accept());
                } catch (IOException e) {
                    if (!server.isClosed()) {
                        LOG.log(Level.WARNING, "a connection cannot be accepted: " + e.getMessage());
                        Thread.sleep(PAUSE);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever has come first is admitted first. */
    private void admit(Socket client) {
        Optional<Admitted> admitted =
                admission.admit(service, client.getInetAddress().getHostAddress(), Stage.SILENT, () -> abort(client));
        if (admitted.isEmpty()) {
            abort(client);
            return;
        }
        Thread.ofVirtual().start(() -> {
            // Whoever waits for an instance does not notice that its client is gone.
            admitted.get().onDrop(Thread.currentThread()::interrupt);
            try {
                serve(client, admitted.get());
            } finally {
                admitted.get().leave();
            }
        });
    }

    private void serve(Socket client, Admitted admitted) {
        long begun = System.nanoTime();
        Set<Backend> tried = new HashSet<>();
        boolean taken = false;
        try (client) {
            client.setTcpNoDelay(true);
            client.setKeepAlive(true);
            while (!taken) {
                Backend backend = pick(tried, admitted);
                try (Socket instance = connect(backend)) {
                    if (instance != null) {
                        taken = true;
                        pool.count(begun, false);
                        admitted.enter(Stage.SILENT);
                        join(client, instance, admitted);
                    }
                } finally {
                    pool.release(backend);
                }
                // Nothing has been sent yet, so that another one may be tried.
                tried.add(backend);
            }
        } catch (IOException | ExecutionException e) {
            LOG.log(Level.DEBUG, "a connection is given up", e);
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "a connection has to go for another one", e);
        } finally {
            if (!taken) {
                pool.count(begun, true);
            }
        }
    }

    private Backend pick(Set<Backend> tried, Admitted admitted) throws InterruptedException, ExecutionException {
        CompletableFuture<Backend> picked = pool.pick(tried);
        if (!picked.isDone()) {
            admitted.enter(Stage.HELD);
        }
        try {
            return picked.get();
        } catch (InterruptedException e) {
            pool.abandon(picked);
            throw e;
        }
    }

    /** Null if it cannot be connected to. */
    private @Nullable Socket connect(Backend backend) throws IOException {
        Socket instance = new Socket();
        try {
            instance.connect(
                    new InetSocketAddress(LoopbackPorts.ADDRESS, backend.port), (int) CONNECT_TIMEOUT.toMillis());
            instance.setTcpNoDelay(true);
            return instance;
        } catch (IOException e) {
            instance.close();
            pool.suspect(backend);
            return null;
        }
    }

    /** Returns when the connection has ended. */
    private static void join(Socket client, Socket instance, Admitted admitted) throws InterruptedException {
        Thread back = Thread.ofVirtual().start(() -> copy(instance, client, admitted));
        copy(client, instance, admitted);
        back.join();
    }

    private static void copy(Socket from, Socket to, Admitted admitted) {
        try {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            byte[] small = new byte[SMALL_BUFFER];
            byte[] buffer = small;
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                admitted.enter(Stage.OPEN);
                output.write(buffer, 0, count);
                boolean much = count >= SMALL_BUFFER;
                if (much && buffer == small && admitted.chargeIfFree(LARGE_BUFFER)) {
                    buffer = new byte[LARGE_BUFFER];
                } else if (!much && buffer != small) {
                    buffer = small;
                    admitted.refund(LARGE_BUFFER);
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One side is gone for good; the other is to learn it.
            abort(from);
            abort(to);
        }
    }

    /** With a reset, so that nobody takes what has come for everything. */
    private static void abort(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // It is closed already.
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a connection cannot be closed", e);
        }
    }
}
