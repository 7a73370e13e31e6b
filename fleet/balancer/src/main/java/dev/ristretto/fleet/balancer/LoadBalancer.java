package dev.ristretto.fleet.balancer;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * The balancer as the daemon sees it, wherever it runs. Safe for use by several threads; no method waits for the
 * balancer.
 */
public interface LoadBalancer extends AutoCloseable {

    /**
     * Routes a service from now on, or otherwise than before.
     *
     * @return the generation from which on reports tell of it
     */
    long route(ServiceRoute route);

    /** Does not listen for a service any more. */
    void withdraw(String service);

    /**
     * What was last reported of a service since it was routed; empty if nothing was yet or the balancer does not
     * answer.
     */
    Optional<Observation> observe(String service);

    /** Whoever is to be told which service has news. */
    void listen(Consumer<String> listener);

    /** The services of before are known again: from now on routes that are missing are meant to be. */
    void begin();

    /** Lets the balancer go on alone. */
    @Override
    void close();

    /**
     * A report about one service.
     *
     * @param generation of the routes that it is about
     */
    record Observation(long generation, Traffic traffic) {}
}
