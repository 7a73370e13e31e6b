package dev.ristretto.fleet.balancer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A balancer in this very process: it ends with it. */
public final class LocalLoadBalancer implements LoadBalancer {

    private final Balancer balancer = new Balancer("local");
    private final Map<String, ServiceRoute> routes = new TreeMap<>();
    private final Map<String, Traffic> known = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile Consumer<String> listener = service -> {};
    private long generation;

    /** A balancer without routes. */
    public LocalLoadBalancer() {
        thread = Thread.ofVirtual().name("balancer news").start(this::watch);
    }

    @Override
    public synchronized long route(ServiceRoute route) {
        if (!route.equals(routes.put(route.service(), route))) {
            apply();
        }
        return generation;
    }

    @Override
    public synchronized void withdraw(String service) {
        if (routes.remove(service) != null) {
            apply();
        }
    }

    private void apply() {
        generation++;
        balancer.apply(new BalancerConfiguration(generation, List.copyOf(routes.values()), false));
    }

    @Override
    public Optional<Observation> observe(String service) {
        TrafficReport report = balancer.report();
        return report.services().stream()
                .filter(traffic -> traffic.service().equals(service))
                .findFirst()
                .map(traffic -> new Observation(report.generation(), traffic));
    }

    @Override
    public void listen(Consumer<String> consumer) {
        listener = consumer;
    }

    @Override
    public void begin() {
        // There was no balancer before.
    }

    /** Where a service is listened for, also if its port was to be any. */
    public OptionalInt port(String service) {
        return balancer.port(service);
    }

    private void watch() {
        try {
            while (true) {
                for (Traffic traffic : balancer.report().services()) {
                    if (!traffic.equals(known.put(traffic.service(), traffic))) {
                        listener.accept(traffic.service());
                    }
                }
                balancer.awaitChange(Optional.empty());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        balancer.close();
    }
}
