package dev.ristretto.fleet.daemon.service;

import dev.ristretto.fleet.balancer.LoadBalancer;
import dev.ristretto.fleet.balancer.LoadBalancer.Observation;
import dev.ristretto.fleet.balancer.ServiceRoute;
import dev.ristretto.fleet.balancer.Target;
import dev.ristretto.fleet.balancer.Traffic;
import dev.ristretto.fleet.daemon.instance.InstanceReconciler;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.daemon.model.ServiceRecord;
import dev.ristretto.run.host.PublishedPort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the balancer is told of one service, and what it has reported. Not safe for use by several threads, but for
 * {@link #traffic}.
 */
final class ServiceRouting {

    private final LoadBalancer balancer;

    /** From this generation on reports tell of what was routed last. */
    private long routed;

    ServiceRouting(LoadBalancer balancer) {
        this.balancer = balancer;
    }

    /** Tells the balancer which instances answer now. */
    void route(ServiceRecord service, List<InstanceReconciler> instances) {
        String publish = service.settings().publish();
        if (publish == null) {
            return;
        }
        if (service.removed()) {
            withdraw(service);
            return;
        }
        PublishedPort port = PublishedPort.parse(publish);
        List<Target> targets = new ArrayList<>();
        for (InstanceReconciler replica : instances) {
            InstanceRecord instance = replica.record();
            boolean draining = service.draining().containsKey(instance.name());
            int own = Replicas.port(instance);
            if (own != 0 && (draining || instance.isReady())) {
                targets.add(new Target(instance.name(), own, draining));
            }
        }
        targets.sort(Comparator.comparing(Target::instance));
        routed = balancer.route(new ServiceRoute(
                service.name(),
                port.address(),
                port.hostPort(),
                service.settings().http(),
                targets));
    }

    /** Has it not listened for any more. */
    void withdraw(ServiceRecord service) {
        balancer.withdraw(service.name());
    }

    /** Whether clients are led to the instances that were routed last. */
    boolean isReachable(ServiceRecord service) {
        return service.settings().publish() == null
                || current(service)
                        .filter(traffic -> traffic.obstacle() == null)
                        .isPresent();
    }

    /** Whether an instance has finished what it had begun, as far as it came by the balancer. */
    boolean isDrained(ServiceRecord service, InstanceRecord instance) {
        return service.settings().publish() == null
                || Replicas.port(instance) == 0
                || current(service)
                        .filter(traffic -> traffic.targets().getOrDefault(instance.name(), 0) == 0)
                        .isPresent();
    }

    private Optional<Traffic> current(ServiceRecord service) {
        return balancer.observe(service.name())
                .filter(seen -> seen.generation() >= routed)
                .map(Observation::traffic);
    }

    /** What was reported last, of whatever routes; empty if nothing was. */
    Optional<Traffic> traffic(ServiceRecord service) {
        return balancer.observe(service.name()).map(Observation::traffic);
    }
}
