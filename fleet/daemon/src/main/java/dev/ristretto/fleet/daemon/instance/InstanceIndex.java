package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.fleet.daemon.model.ReplicaLabels;
import dev.ristretto.run.host.PublishedPort;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The instances that exist, found by name, service and port without a look at all of them: there may be thousands. Safe
 * for use by several threads.
 */
final class InstanceIndex {

    private final ConcurrentNavigableMap<String, InstanceReconciler> byName = new ConcurrentSkipListMap<>();
    private final Map<String, Map<Long, InstanceReconciler>> byService = new ConcurrentHashMap<>();

    /** How many instances a port is meant for. */
    private final Map<Integer, Integer> ports = new ConcurrentHashMap<>();

    void add(InstanceReconciler instance) {
        byName.put(instance.name(), instance);
        String service = service(instance);
        if (service != null) {
            byService.compute(service, (name, known) -> {
                Map<Long, InstanceReconciler> members = known == null ? new ConcurrentSkipListMap<>() : known;
                members.put(instance.record().id(), instance);
                return members;
            });
        }
        ports(instance).forEach(port -> ports.merge(port, 1, Integer::sum));
    }

    /** Does nothing if it is not there. */
    void remove(InstanceReconciler instance) {
        if (!byName.remove(instance.name(), instance)) {
            return;
        }
        String service = service(instance);
        if (service != null) {
            byService.computeIfPresent(service, (name, members) -> {
                members.remove(instance.record().id());
                return members.isEmpty() ? null : members;
            });
        }
        ports(instance).forEach(port -> ports.computeIfPresent(port, (number, count) -> count == 1 ? null : count - 1));
    }

    @Nullable
    InstanceReconciler get(String name) {
        return byName.get(name);
    }

    boolean contains(String name) {
        return byName.containsKey(name);
    }

    /** All, by name; what comes and goes meanwhile may be among them. */
    Collection<InstanceReconciler> all() {
        return byName.values();
    }

    /** Those behind a name, by name. */
    Collection<InstanceReconciler> behind(String name) {
        return byName.tailMap(name, false).values();
    }

    /** The names, in order. */
    Collection<String> names() {
        return byName.keySet();
    }

    /** The replicas of a service, oldest first. */
    Collection<InstanceReconciler> ofService(String service) {
        return byService.getOrDefault(service, Map.of()).values();
    }

    /** Whether a port is meant for one of them. */
    boolean hasPort(int port) {
        return ports.containsKey(port);
    }

    private static @Nullable String service(InstanceReconciler instance) {
        return instance.record().specification().labels().get(ReplicaLabels.SERVICE);
    }

    private static List<Integer> ports(InstanceReconciler instance) {
        return instance.record().specification().ports().stream()
                .map(published -> PublishedPort.parse(published).hostPort())
                .toList();
    }
}
