package dev.ristretto.fleet;

import dev.ristretto.run.host.PublishedPort;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The instances that exist, found by name, service and port without a look at all of them: there may be thousands. Safe for use by several threads.
 */
final class InstanceIndex {

    private final ConcurrentNavigableMap<String, Reconciler> byName = new ConcurrentSkipListMap<>();
    private final Map<String, Map<Long, Reconciler>> byService = new ConcurrentHashMap<>();

    /** How many instances a port is meant for. */
    private final Map<Integer, Integer> ports = new ConcurrentHashMap<>();

    void add(Reconciler instance) {
        byName.put(instance.name(), instance);
        String service = service(instance);
        if (service != null) {
            byService.compute(service, (name, known) -> {
                Map<Long, Reconciler> members = known == null ? new ConcurrentSkipListMap<>() : known;
                members.put(instance.record().id(), instance);
                return members;
            });
        }
        ports(instance).forEach(port -> ports.merge(port, 1, Integer::sum));
    }

    /** Does nothing if it is not there. */
    void remove(Reconciler instance) {
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
    Reconciler get(String name) {
        return byName.get(name);
    }

    boolean contains(String name) {
        return byName.containsKey(name);
    }

    /** All, by name; what comes and goes meanwhile may be among them. */
    Collection<Reconciler> all() {
        return byName.values();
    }

    /** Those behind a name, by name. */
    Collection<Reconciler> behind(String name) {
        return byName.tailMap(name, false).values();
    }

    /** The names, in order. */
    Collection<String> names() {
        return byName.keySet();
    }

    /** The replicas of a service, oldest first. */
    Collection<Reconciler> ofService(String service) {
        return byService.getOrDefault(service, Map.of()).values();
    }

    /** Whether a port is meant for one of them. */
    boolean hasPort(int port) {
        return ports.containsKey(port);
    }

    private static @Nullable String service(Reconciler instance) {
        return instance.record().specification().labels().get(Members.SERVICE);
    }

    private static List<Integer> ports(Reconciler instance) {
        return instance.record().specification().ports().stream()
                .map(published -> PublishedPort.parse(published).hostPort())
                .toList();
    }
}
