package dev.ristretto.fleet.balancer;

import java.util.List;

/**
 * All that a balancer is to do; replaces what it was told before.
 *
 * @param generation grows with every change; reports repeat it
 * @param routes one for each service that is published
 * @param stop whether the balancer is to end instead
 */
public record BalancerConfiguration(long generation, List<ServiceRoute> routes, boolean stop) {

    public BalancerConfiguration {
        routes = List.copyOf(routes);
    }
}
