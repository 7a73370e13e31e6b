package dev.ristretto.fleet.balancer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A balancer in a process of its own. It is started when there is something to route, and again whenever it is gone; it
 * is stopped when there is nothing left. A balancer of another version of ristretto is replaced.
 */
public final class BalancerLink implements LoadBalancer {

    /** Starts the process that serves the socket; returns at once. */
    public interface Launcher {
        Launched launch() throws IOException;
    }

    /** A process that was started. */
    public interface Launched {

        /** How it has ended; empty while it runs. */
        Optional<String> end();
    }

    private static final Logger LOG = System.getLogger(BalancerLink.class.getName());
    private static final Duration CONNECT_PAUSE = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);

    private final Path socket;
    private final String version;
    private final Launcher launcher;
    private final Signal work = new Signal();
    private final Map<String, ServiceRoute> routes = new TreeMap<>();
    private final Map<String, Observation> observations = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile Consumer<String> listener = service -> {};
    private long generation;
    private boolean begun;
    private volatile boolean closed;
    private @Nullable SocketChannel channel;

    /** A link that has not connected yet. */
    public BalancerLink(Path socket, String version, Launcher launcher) {
        this.socket = socket;
        this.version = version;
        this.launcher = launcher;
        this.thread = Thread.ofVirtual().name("balancer link").start(this::run);
    }

    @Override
    public synchronized long route(ServiceRoute route) {
        if (!route.equals(routes.put(route.service(), route))) {
            generation++;
            work.raise();
        }
        return generation;
    }

    @Override
    public synchronized void withdraw(String service) {
        observations.remove(service);
        if (routes.remove(service) != null) {
            generation++;
            work.raise();
        }
    }

    @Override
    public Optional<Observation> observe(String service) {
        return Optional.ofNullable(observations.get(service));
    }

    @Override
    public void listen(Consumer<String> consumer) {
        listener = consumer;
    }

    @Override
    public synchronized void begin() {
        begun = true;
        work.raise();
    }

    private synchronized BalancerConfiguration configuration() {
        return new BalancerConfiguration(generation, List.copyOf(routes.values()), routes.isEmpty());
    }

    private synchronized boolean mayWork() {
        return begun;
    }

    private void run() {
        long sent = -1;
        try {
            while (!closed) {
                BalancerConfiguration configuration = configuration();
                if (mayWork() && (configuration.generation() != sent || !isConnected())) {
                    try {
                        sent = bring(configuration);
                    } catch (IOException e) {
                        String obstacle = "the balancer cannot be reached: " + e.getMessage();
                        LOG.log(Level.WARNING, obstacle);
                        disconnect();
                        report(obstacle);
                        work.await(Optional.of(AFTER_A_FAILURE));
                        continue;
                    }
                }
                work.await(Optional.empty());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells all services why they are not listened for. */
    private void report(String obstacle) {
        for (ServiceRoute route : configuration().routes()) {
            Traffic none = new Traffic(route.service(), 0, 0, 0, 0, AnswerCounts.NONE, Map.of(), obstacle);
            take(new Observation(0, none));
        }
    }

    private long bring(BalancerConfiguration configuration) throws IOException, InterruptedException {
        SocketChannel known = channel();
        if (known == null) {
            known = configuration.stop() ? find() : start();
        }
        if (known != null) {
            send(known, configuration);
        }
        if (configuration.stop()) {
            disconnect();
        }
        return configuration.generation();
    }

    private @Nullable SocketChannel start() throws IOException, InterruptedException {
        SocketChannel found = find();
        if (found != null || closed) {
            return found;
        }
        Launched launched = launcher.launch();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && !closed) {
            Thread.sleep(CONNECT_PAUSE);
            found = find();
            if (found != null) {
                return found;
            }
            Optional<String> failure = launched.end();
            if (failure.isPresent()) {
                throw new IOException(failure.get());
            }
        }
        throw new IOException("it does not answer on " + socket);
    }

    private @Nullable SocketChannel find() throws IOException {
        SocketChannel fresh = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            fresh.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            fresh.close();
            return null;
        }
        synchronized (this) {
            if (closed) {
                // Too late to be disconnected by whoever closed this.
                fresh.close();
                return null;
            }
            channel = fresh;
        }
        Thread.ofVirtual().name("balancer news").start(() -> read(fresh));
        return fresh;
    }

    private void read(SocketChannel from) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(from), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                TrafficReport report = ControlLine.read(line, TrafficReport.class);
                if (!report.version().equals(version)) {
                    LOG.log(Level.INFO, "the balancer has version " + report.version() + " and is replaced");
                    send(from, new BalancerConfiguration(0, List.of(), true));
                    break;
                }
                take(report);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the balancer is gone", e);
        }
        forget(from);
        work.raise();
    }

    private void take(TrafficReport report) {
        for (Traffic traffic : report.services()) {
            take(new Observation(report.generation(), traffic));
        }
    }

    private void take(Observation next) {
        String service = next.traffic().service();
        if (!next.equals(observations.put(service, next))) {
            listener.accept(service);
        }
    }

    private static void send(SocketChannel to, BalancerConfiguration configuration) throws IOException {
        synchronized (to) {
            ControlLine.send(to, configuration);
        }
    }

    private synchronized @Nullable SocketChannel channel() {
        return channel;
    }

    private boolean isConnected() {
        return channel() != null || configuration().stop();
    }

    private synchronized void forget(SocketChannel gone) {
        if (channel == gone) {
            channel = null;
            observations.clear();
        }
        try {
            gone.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the balancer is gone", e);
        }
    }

    private void disconnect() {
        SocketChannel known = channel();
        if (known != null) {
            forget(known);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        disconnect();
    }
}
