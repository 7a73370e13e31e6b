package dev.ristretto.fleet.daemon.service;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.balancer.AnswerCounts;
import dev.ristretto.fleet.balancer.LoadBalancer;
import dev.ristretto.fleet.balancer.ServiceRoute;
import dev.ristretto.fleet.balancer.Traffic;
import dev.ristretto.fleet.daemon.instance.InstanceReconciler;
import dev.ristretto.fleet.daemon.instance.SimulatedFleet;
import dev.ristretto.fleet.daemon.model.ReplicaLabels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What a service needs of the rest of the world: instances of a simulated fleet, and a balancer that does at once what
 * it is told.
 */
final class SimulatedServices implements ReplicaSet, LoadBalancer {

    private static final AnswerCounts NO_ANSWERS = new AnswerCounts(
            0, 0, 0, AnswerCounts.BOUNDS.stream().map(bound -> 0L).toList());

    private final SimulatedFleet fleet;
    private final Map<String, ServiceRoute> routes = new TreeMap<>();
    private long generation;

    SimulatedServices(SimulatedFleet fleet) {
        this.fleet = fleet;
    }

    Map<String, ServiceRoute> routes() {
        return routes;
    }

    @Override
    public List<InstanceReconciler> of(String service) {
        return fleet.reconcilers.stream()
                .filter(instance -> !instance.isRemoved())
                .filter(instance -> service.equals(
                        instance.record().specification().labels().get(ReplicaLabels.SERVICE)))
                .toList();
    }

    @Override
    public boolean exists(String name) {
        return fleet.reconcilers.stream().anyMatch(instance -> instance.name().equals(name));
    }

    @Override
    public boolean hasPort(int port) {
        return false;
    }

    @Override
    public void create(String name, Specification specification) {
        fleet.create(name, specification);
    }

    @Override
    public long route(ServiceRoute route) {
        if (!route.equals(routes.put(route.service(), route))) {
            generation++;
        }
        return generation;
    }

    @Override
    public void withdraw(String service) {
        routes.remove(service);
    }

    @Override
    public Optional<Observation> observe(String service) {
        return Optional.ofNullable(routes.get(service))
                .map(route -> new Observation(
                        generation,
                        new Traffic(
                                service,
                                0,
                                0,
                                0,
                                0,
                                NO_ANSWERS,
                                route.targets().stream()
                                        .collect(Collectors.toMap(target -> target.instance(), target -> 0)),
                                null)));
    }

    @Override
    public void listen(Consumer<String> listener) {
        // Whoever tests takes the steps.
    }

    @Override
    public void begin() {
        // There was no balancer before.
    }

    @Override
    public void close() {
        routes.clear();
    }

    /** What a replica runs: it is checked. */
    static Specification specification() {
        return SimulatedFleet.specification("shop:latest", "always").with(Map.of(), HealthCheck.of("tcp"));
    }
}
