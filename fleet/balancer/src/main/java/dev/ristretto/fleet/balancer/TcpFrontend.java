package dev.ristretto.fleet.balancer;

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
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Spreads connections. Each has two virtual threads, one for either direction, which copy what they read before they
 * read on: a slow reader slows its writer down. The end of one direction is passed on and leaves the other open.
 */
final class TcpFrontend implements Frontend {

    private static final Logger LOG = System.getLogger(TcpFrontend.class.getName());
    private static final int BACKLOG = 1024;
    private static final int BUFFER = 8 * 1024;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /** When accepting fails, most likely because there are too many open files. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final ServerSocket server;
    private final BackendPool pool;
    private final Semaphore permits;

    /**
     * Listens.
     *
     * @param permits for each connection one; beyond that they wait in the queue of the listening socket
     */
    TcpFrontend(ServiceRoute route, BackendPool pool, Semaphore permits) throws IOException {
        this.pool = pool;
        this.permits = permits;
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
                permits.acquire();
                boolean handed = false;
                try {
                    Socket client = server.accept();
                    Thread.ofVirtual().start(() -> serve(client));
                    handed = true;
                } catch (IOException e) {
                    if (!server.isClosed()) {
                        LOG.log(Level.WARNING, "a connection cannot be accepted: " + e.getMessage());
                        Thread.sleep(PAUSE);
                    }
                } finally {
                    if (!handed) {
                        permits.release();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Socket client) {
        long begun = System.nanoTime();
        Set<Backend> tried = new HashSet<>();
        boolean taken = false;
        try (client) {
            client.setTcpNoDelay(true);
            client.setKeepAlive(true);
            while (!taken) {
                Backend backend = pool.pick(tried).get();
                try (Socket instance = connect(backend)) {
                    if (instance != null) {
                        taken = true;
                        pool.count(begun, false);
                        join(client, instance);
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
            Thread.currentThread().interrupt();
        } finally {
            if (!taken) {
                pool.count(begun, true);
            }
            permits.release();
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
    private static void join(Socket client, Socket instance) throws InterruptedException {
        Thread back = Thread.ofVirtual().start(() -> copy(instance, client));
        copy(client, instance);
        back.join();
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                output.write(buffer, 0, count);
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
