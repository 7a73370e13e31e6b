package dev.ristretto.fleet.balancer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes on at all services.
 *
 * @param version of ristretto that the balancer is
 * @param generation of the routes that were in force
 * @param services one for each route
 */
public record TrafficReport(String version, long generation, List<Traffic> services) {

    public TrafficReport {
        services = List.copyOf(services);
    }

    /** Whether somebody is waiting for what has changed since. */
    boolean isNews(@Nullable TrafficReport before) {
        if (before == null || generation != before.generation || services.size() != before.services.size()) {
            return true;
        }
        for (int i = 0; i < services.size(); i++) {
            if (services.get(i).isNews(before.services.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing goes on. */
    boolean isIdle() {
        return services.stream().allMatch(Traffic::isIdle);
    }
}
