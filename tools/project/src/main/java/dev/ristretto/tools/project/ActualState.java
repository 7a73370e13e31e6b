package dev.ristretto.tools.project;

import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.client.FleetClient;
import java.util.List;
import java.util.Optional;

/**
 * What there is, of all projects and none.
 *
 * @param services those that are not about to go
 * @param instances those of services too
 */
public record ActualState(List<ServiceView> services, List<InstanceView> instances) {

    /** Nothing. */
    public static final ActualState NOTHING = new ActualState(List.of(), List.of());

    public ActualState {
        services = List.copyOf(services);
        instances = List.copyOf(instances);
    }

    /** What a daemon has. */
    public static ActualState of(FleetClient fleet) {
        return new ActualState(fleet.services(), fleet.instances());
    }

    Optional<ServiceView> service(String name) {
        return services.stream().filter(service -> service.name().equals(name)).findFirst();
    }

    Optional<InstanceView> instance(String name) {
        return instances.stream()
                .filter(instance -> instance.name().equals(name))
                .findFirst();
    }
}
