package dev.ristretto.fleet.balancer;

import dev.ristretto.fleet.balancer.admission.ConnectionLimits;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A balancer in this JVM with services on ports of their own. */
final class TestServices implements AutoCloseable {

    /** Far more than a test without hostile clients needs. */
    static final ConnectionLimits PLENTY = ConnectionLimits.with(256L << 20, 10_000);

    final Balancer balancer;
    private final Map<String, ServiceRoute> routes = new TreeMap<>();
    private long generation;

    TestServices(ConnectionLimits limits) {
        balancer = new Balancer("test", Duration.ofSeconds(30), limits);
    }

    /** A service whose requests are spread; returns its port. */
    int http(String name, Target... targets) {
        return route(name, true, targets);
    }

    /** A service whose connections are spread; returns its port. */
    int tcp(String name, Target... targets) {
        return route(name, false, targets);
    }

    private int route(String name, boolean http, Target... targets) {
        int port = balancer.port(name).orElseGet(() -> LoopbackPorts.choose(taken -> false));
        routes.put(name, new ServiceRoute(name, "127.0.0.1", port, http, Arrays.asList(targets)));
        balancer.apply(new BalancerConfiguration(++generation, List.copyOf(routes.values()), false));
        return balancer.port(name).orElseThrow();
    }

    Traffic traffic(String name) {
        return balancer.report().services().stream()
                .filter(each -> each.service().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Until nothing is in flight at a service. */
    void awaitQuiet(String name) throws InterruptedException {
        while (traffic(name).active() + traffic(name).waiting() > 0) {
            balancer.awaitChange(Optional.of(Duration.ofMillis(20)));
        }
    }

    @Override
    public void close() {
        balancer.close();
    }
}
