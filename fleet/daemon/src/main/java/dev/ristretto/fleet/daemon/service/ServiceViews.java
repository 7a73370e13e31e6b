package dev.ristretto.fleet.daemon.service;

import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.api.state.ReplicaState;
import dev.ristretto.fleet.api.state.ServiceState;
import dev.ristretto.fleet.balancer.Traffic;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.daemon.model.ServiceRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Services as their users see them. */
final class ServiceViews {

    private ServiceViews() {}

    /**
     * A service.
     *
     * @param revisions what each revision runs, by number, the wanted one among them
     * @param instances those of the service, in the order in which they are shown
     * @param traffic what the balancer has reported, if it has
     */
    static ServiceView of(
            ServiceRecord service,
            Map<Integer, Specification> revisions,
            List<InstanceRecord> instances,
            Optional<Traffic> traffic,
            long changes) {
        Specification specification = Objects.requireNonNull(revisions.get(service.target()));
        Instant deadline = service.deadline();
        List<InstanceRecord> ready = instances.stream()
                .filter(instance -> isLiving(service, instance) && instance.isReady())
                .toList();
        long updated = ready.stream()
                .filter(instance -> Replicas.revision(instance) == service.target())
                .count();
        return new ServiceView(
                service.id(),
                service.name(),
                service.removed() ? ServiceState.REMOVING : service.state().shown(),
                specification.image(),
                service.revision(),
                service.target(),
                service.previous(),
                service.replicas(),
                (int) updated,
                ready.size(),
                service.settings(),
                specification,
                message(service, traffic),
                traffic.map(Traffic::active).orElse(null),
                traffic.map(Traffic::waiting).orElse(null),
                traffic.map(Traffic::total).orElse(null),
                traffic.map(seen -> seen.answers().failed()).orElse(null),
                service.since().toString(),
                deadline == null ? null : deadline.toString(),
                service.created().toString(),
                instances.stream()
                        .map(instance -> member(service, instance, traffic))
                        .toList(),
                revisions.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(revision -> new ServiceView.Revision(revision.getKey(), revision.getValue()))
                        .toList(),
                changes);
    }

    private static @Nullable String message(ServiceRecord service, Optional<Traffic> traffic) {
        String obstacle = traffic.map(Traffic::obstacle).orElse(null);
        return obstacle != null || service.message().isEmpty() ? obstacle : service.message();
    }

    private static @Nullable String reason(InstanceRecord instance) {
        InstanceRecord.End last = instance.last();
        boolean over = instance.state() == InstanceState.WAITING || instance.state() == InstanceState.ENDED;
        return over && last != null ? last.reason() : null;
    }

    private static boolean isLiving(ServiceRecord service, InstanceRecord instance) {
        return !service.draining().containsKey(instance.name());
    }

    private static ServiceView.Member member(
            ServiceRecord service, InstanceRecord instance, Optional<Traffic> traffic) {
        boolean draining = !isLiving(service, instance) && instance.state() == InstanceState.RUNNING;
        int port = Replicas.port(instance);
        return new ServiceView.Member(
                instance.name(),
                Replicas.revision(instance),
                draining ? ReplicaState.DRAINING : ReplicaState.of(instance.state()),
                instance.health(),
                port == 0 ? null : port,
                traffic.map(all -> all.targets().get(instance.name())).orElse(null),
                reason(instance));
    }
}
