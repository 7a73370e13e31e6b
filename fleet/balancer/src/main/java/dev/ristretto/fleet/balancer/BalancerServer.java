package dev.ristretto.fleet.balancer;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Lets a daemon tell a balancer what to do: JSON on a Unix socket, one line for each {@link BalancerConfiguration} that
 * comes and each {@link TrafficReport} that goes. There is one daemon; a new connection takes the place of the one
 * before. Without a daemon everything goes on as it was told last.
 */
public final class BalancerServer implements AutoCloseable {

    private static final Logger LOG = System.getLogger(BalancerServer.class.getName());

    /** How often ordinary traffic is told of. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Changes that follow each other closely are told of at once. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);

    private final Balancer balancer;
    private final Path socket;
    private final ServerSocketChannel server;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable SocketChannel daemon;
    private boolean closed;

    /** Listens; a socket that an earlier balancer has left is replaced. */
    public BalancerServer(Path socket, Balancer balancer) throws IOException {
        this.balancer = balancer;
        this.socket = socket;
        Files.deleteIfExists(socket);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        Thread.ofVirtual().name("balancer control").start(this::accept);
        Thread.ofVirtual().name("balancer reports").start(this::report);
    }

    /** Waits until a daemon has asked it to stop. */
    public void awaitStop() throws InterruptedException {
        stopped.await();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                replaceDaemon(channel);
                Thread.ofVirtual().name("balancer daemon").start(() -> listen(channel));
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "nobody is waited for any more", e);
        }
    }

    private synchronized void replaceDaemon(@Nullable SocketChannel channel) throws IOException {
        SocketChannel earlier = daemon;
        daemon = channel;
        if (earlier != null) {
            earlier.close();
        }
        if (channel != null && closed) {
            channel.close();
        } else if (channel != null) {
            tell(balancer.report());
        }
    }

    private void listen(SocketChannel channel) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                BalancerConfiguration configuration = ControlLine.read(line, BalancerConfiguration.class);
                if (configuration.stop()) {
                    stopped.countDown();
                    return;
                }
                balancer.apply(configuration);
            }
        } catch (JsonProcessingException e) {
            LOG.log(Level.WARNING, "a configuration is not understood: " + e.getOriginalMessage());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the daemon is gone", e);
        }
    }

    /** What somebody waits for is told of at once, the rest once in a while. */
    private void report() {
        @Nullable TrafficReport last = null;
        long due = System.nanoTime();
        try {
            while (stopped.getCount() > 0) {
                TrafficReport next = balancer.report();
                long left = due - System.nanoTime();
                if (next.isNews(last) || (left <= 0 && !next.equals(last))) {
                    tell(next);
                    last = next;
                    due = System.nanoTime() + PAUSE.toNanos();
                    left = PAUSE.toNanos();
                }
                boolean told = next.equals(last);
                Thread.sleep(SHORTEST_PAUSE);
                balancer.awaitChange(
                        told && next.isIdle() ? Optional.empty() : Optional.of(Duration.ofNanos(Math.max(1, left))));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void tell(TrafficReport report) {
        SocketChannel channel = daemon;
        if (channel == null) {
            return;
        }
        try {
            ControlLine.send(channel, report);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the daemon is gone", e);
            daemon = null;
        }
    }

    @Override
    public void close() throws IOException {
        stopped.countDown();
        // First: once a daemon notices that this one is gone, a successor may have its socket there.
        Files.deleteIfExists(socket);
        server.close();
        synchronized (this) {
            closed = true;
            replaceDaemon(null);
        }
    }
}
