package dev.ristretto.fleet.daemon.service;

import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.balancer.LoopbackPorts;
import dev.ristretto.fleet.daemon.instance.InstanceExitStatus;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.daemon.model.InstanceRecord.End;
import dev.ristretto.fleet.daemon.model.ReplicaLabels;
import dev.ristretto.fleet.daemon.model.ServiceRecord;
import dev.ristretto.run.host.PublishedPort;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What an instance's record says about it as a replica of a service, and what replicas are made of. */
final class Replicas {

    /** One that cannot be started is tried so often before that speaks against its revision. */
    private static final int MOST_BAD_STARTS = 3;

    private Replicas() {}

    /** The revision that it runs. */
    static int revision(InstanceRecord instance) {
        return Integer.parseInt(instance.specification().labels().getOrDefault(ReplicaLabels.REVISION, "0"));
    }

    /** Which volumes of its service are its own; 0 if it has none. */
    static int ordinal(InstanceRecord instance) {
        return Integer.parseInt(instance.specification().labels().getOrDefault(ReplicaLabels.ORDINAL, "0"));
    }

    /** Where it listens; 0 if nowhere. */
    static int port(InstanceRecord instance) {
        List<String> ports = instance.specification().ports();
        return ports.isEmpty() ? 0 : PublishedPort.parse(ports.getFirst()).hostPort();
    }

    /** Whether it could not be started and somebody else listens where it should. */
    static boolean hasLostItsPort(InstanceRecord instance) {
        End last = instance.last();
        int port = port(instance);
        return (instance.state() == InstanceState.WAITING || instance.isOver())
                && last != null
                && last.status() == InstanceExitStatus.NOT_STARTED
                && port != 0
                && !LoopbackPorts.isFree(port);
    }

    /** What speaks against its revision, if it was made in a rollout and not before; null if nothing does. */
    static @Nullable String failure(InstanceRecord instance, Instant rolloutBegan) {
        if (instance.created().isBefore(rolloutBegan)) {
            return null;
        }
        End last = instance.last();
        if (last != null && last.status() == InstanceExitStatus.NOT_STARTED && instance.restarts() < MOST_BAD_STARTS) {
            // Whoever came first to its port may be found out by the next look.
            return null;
        }
        if (last != null && (instance.restarts() > 0 || instance.isOver())) {
            String words = last.lines().isEmpty() ? "" : ": " + last.lines().getLast();
            return last.reason() + words;
        }
        return instance.health() == HealthState.UNHEALTHY ? "is unhealthy" : null;
    }

    /** A name for one more of the target revision, with its ordinal where it has one and nobody is called so. */
    static String freeName(ServiceRecord service, int ordinal, Predicate<String> taken) {
        String base = service.name() + "-" + service.target() + "-";
        int number = Math.max(1, ordinal);
        while (taken.test(base + number)) {
            number++;
        }
        return base + number;
    }

    /**
     * What one of the target revision runs.
     *
     * @param template what the revision runs
     * @param ordinal which volumes are its own; 0 if it has none
     * @param port chooses where it listens, if the service is reached by one
     */
    static Specification specification(ServiceRecord service, Specification template, int ordinal, IntSupplier port) {
        Map<String, String> labels = new LinkedHashMap<>(template.labels());
        labels.put(ReplicaLabels.SERVICE, service.name());
        labels.put(ReplicaLabels.REVISION, Integer.toString(service.target()));
        if (ordinal > 0) {
            labels.put(ReplicaLabels.ORDINAL, Integer.toString(ordinal));
        }
        String publish = service.settings().publish();
        List<String> ports = publish == null
                ? List.of()
                : List.of(PublishedPort.DEFAULT_ADDRESS + ":" + port.getAsInt() + ":"
                        + PublishedPort.parse(publish).guestPort());
        return template.with(labels, template.health())
                .withPorts(ports)
                .withVolumes(ServiceVolumes.of(template, ordinal));
    }
}
