package dev.ristretto.fleet;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.balancer.Answers;
import dev.ristretto.fleet.balancer.Balancing;
import dev.ristretto.fleet.balancer.Route;
import dev.ristretto.fleet.balancer.Traffic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What a service needs of the rest of the world: instances of a simulated fleet, and a balancer that does at once what it is told. */
final class SimulatedServices implements Members, Balancing {

    private static final Answers NO_ANSWERS =
            new Answers(0, 0, 0, Answers.BOUNDS.stream().map(bound -> 0L).toList());

    private final SimulatedFleet fleet;
    private final Map<String, Route> routes = new TreeMap<>();
    private long generation;

    SimulatedServices(SimulatedFleet fleet) {
        this.fleet = fleet;
    }

    Map<String, Route> routes() {
        return routes;
    }

    @Override
    public List<Reconciler> of(String service) {
        return fleet.reconcilers.stream()
                .filter(instance -> !instance.isRemoved())
                .filter(instance -> service.equals(
                        instance.record().specification().labels().get(SERVICE)))
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
    public long route(Route route) {
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
