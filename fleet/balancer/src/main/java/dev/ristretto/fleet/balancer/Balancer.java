package dev.ristretto.fleet.balancer;

import dev.ristretto.fleet.balancer.admission.Admission;
import dev.ristretto.fleet.balancer.admission.ConnectionLimits;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Listens for services and spreads what comes over their instances, as it was told last. Safe for use by several
 * threads.
 */
public final class Balancer implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Balancer.class.getName());

    /** How long somebody waits for an instance: long enough for one to be started. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String version;
    private final Admission admission;
    private final Signal changed = new Signal();
    private final HttpFrontend http;
    private final Map<String, Service> services = new LinkedHashMap<>();
    private final Duration patience;
    private long generation;
    private boolean closed;

    /** A balancer without routes that takes as many connections as this process can carry. */
    public Balancer(String version) {
        this(version, PATIENCE, ConnectionLimits.of(Runtime.getRuntime().maxMemory(), OpenFiles.most()));
    }

    /**
     * A balancer without routes.
     *
     * @param patience how long somebody waits for an instance at most
     * @param limits of the connections to all services
     */
    Balancer(String version, Duration patience, ConnectionLimits limits) {
        this.version = version;
        this.patience = patience;
        this.admission = new Admission(limits);
        this.http = new HttpFrontend(admission);
    }

    private static final class Service {
        private final BackendPool pool;
        private ServiceRoute route;
        private @Nullable Frontend listener;
        private @Nullable String obstacle;

        Service(ServiceRoute route, BackendPool pool) {
            this.route = route;
            this.pool = pool;
        }
    }

    /**
     * Does from now on what a configuration says. Once this is closed, nothing: whoever has read it late must not take
     * ports again.
     */
    public synchronized void apply(BalancerConfiguration configuration) {
        if (closed) {
            return;
        }
        Set<String> names = new HashSet<>();
        for (ServiceRoute route : configuration.routes()) {
            names.add(route.service());
            Service service = services.computeIfAbsent(
                    route.service(), name -> new Service(route, new BackendPool(patience, changed)));
            if (!service.route.listensLike(route)) {
                close(service);
            }
            service.route = route;
            service.pool.update(route.targets());
            listen(service);
        }
        for (Service service : List.copyOf(services.values())) {
            if (!names.contains(service.route.service())) {
                services.remove(service.route.service());
                close(service);
                service.pool.close();
            }
        }
        generation = configuration.generation();
        changed.raise();
    }

    private void listen(Service service) {
        if (service.listener != null) {
            return;
        }
        try {
            service.listener = service.route.http()
                    ? http.listen(service.route, service.pool)
                    : new TcpFrontend(service.route, service.pool, admission);
            service.obstacle = null;
        } catch (IOException e) {
            service.obstacle = "port " + service.route.port() + " on " + service.route.address()
                    + " cannot be listened on: " + e.getMessage();
        }
    }

    private static void close(Service service) {
        Frontend listener = service.listener;
        service.listener = null;
        if (listener != null) {
            try {
                listener.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "the port of " + service.route.service() + " cannot be closed", e);
            }
        }
    }

    /** What goes on. Ports that could not be listened on are tried again. */
    public synchronized TrafficReport report() {
        List<Traffic> traffic = new ArrayList<>();
        for (Service service : services.values()) {
            listen(service);
            traffic.add(service.pool.traffic(service.route.service(), service.obstacle));
        }
        return new TrafficReport(version, generation, traffic);
    }

    /** The port that a service is listened for on, also if it was to be any. */
    synchronized OptionalInt port(String service) {
        Service found = services.get(service);
        Frontend listener = found == null ? null : found.listener;
        return listener == null ? OptionalInt.empty() : OptionalInt.of(listener.port());
    }

    /** Who is connected. */
    Admission admission() {
        return admission;
    }

    /** Waits until the report is likely to have changed, or for a while. */
    void awaitChange(Optional<Duration> longest) throws InterruptedException {
        changed.await(longest);
    }

    @Override
    public synchronized void close() {
        apply(new BalancerConfiguration(generation, List.of(), true));
        closed = true;
        http.close();
        admission.close();
    }
}
