package dev.ristretto.fleet.daemon.metrics;

import static dev.ristretto.fleet.daemon.metrics.Exposition.label;

import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.Usage;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.run.vmm.GuestCounters;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Figures of each instance, by its name and image. */
final class InstanceMetrics {

    /** What the names of all figures of instances begin with. */
    static final String PREFIX = "ristretto_instance_";

    private static final double MILLIS = 1000;
    private static final double NANOS = 1e9;

    private final Exposition exposition;
    private final List<InstanceView> instances;

    InstanceMetrics(Exposition exposition, List<InstanceView> instances) {
        this.exposition = exposition;
        this.instances = instances;
    }

    /**
     * Writes all.
     *
     * @param figures what kernels have counted, by the instances' names
     */
    void write(List<Usage> usages, Map<String, GuestCounters> figures) throws IOException {
        records();
        Map<String, Usage> used =
                usages.stream().collect(Collectors.toMap(Usage::name, Function.identity(), (one, other) -> one));
        processes(used);
        kernels(figures);
        new NetworkMetrics(exposition, instances, figures).write();
    }

    /** What the daemon keeps. */
    private void records() throws IOException {
        each("up", "gauge", "1 if the instance runs, else 0.", instance -> truth(isRunning(instance)));
        each(
                "healthy",
                "gauge",
                "1 if its health check succeeds, else 0; only of those that run and are checked.",
                instance -> isRunning(instance) && instance.health() != HealthState.NONE
                        ? truth(instance.health() == HealthState.HEALTHY)
                        : null);
        each(
                "ready_seconds",
                "gauge",
                "How long its last start took until it was healthy.",
                instance -> instance.readyMillis() == null ? null : instance.readyMillis() / MILLIS);
        each("restarts_total", "counter", "How often the instance was started again by itself.", instance ->
                (double) instance.restarts());
        each(
                "start_time_seconds",
                "gauge",
                "When the instance was started last, in Unix time.",
                instance -> seconds(instance.started()));
        each(
                "exit_status",
                "gauge",
                "How the instance ended last.",
                instance -> instance.exitStatus() == null ? null : (double) instance.exitStatus());
    }

    /** What is seen of its process. */
    private void processes(Map<String, Usage> used) throws IOException {
        each("cpu_seconds_total", "counter", "Processor time since it was started.", used, Usage::cpuSeconds);
        each(
                "memory_bytes",
                "gauge",
                "Memory of this computer that it occupies, its hypervisor included.",
                used,
                usage -> (double) usage.memoryBytes());
        each("memory_limit_bytes", "gauge", "Memory that it was given.", used, usage -> (double) usage.limitBytes());
    }

    /** What its kernel has counted. */
    private void kernels(Map<String, GuestCounters> figures) throws IOException {
        each(
                "boot_seconds",
                "gauge",
                "From the kernel's first instruction to the application's main.",
                figures,
                one -> one.bootNanos() / NANOS);
        each("network_receive_bytes_total", "counter", "Bytes of frames that have come.", figures, one ->
                (double) one.receivedBytes());
        each("network_receive_packets_total", "counter", "Frames that have come.", figures, one ->
                (double) one.receivedPackets());
        each("network_transmit_bytes_total", "counter", "Bytes of frames that were sent.", figures, one ->
                (double) one.sentBytes());
        each("network_transmit_packets_total", "counter", "Frames that were sent.", figures, one ->
                (double) one.sentPackets());
    }

    /** A figure that comes from something else that is known of some instances, by their names. */
    private <T> void each(String suffix, String type, String help, Map<String, T> known, Function<T, Double> figure)
            throws IOException {
        each(suffix, type, help, instance -> {
            T found = known.get(instance.name());
            return found == null ? null : figure.apply(found);
        });
    }

    private void each(String suffix, String type, String help, Function<InstanceView, @Nullable Double> figure)
            throws IOException {
        String name = PREFIX + suffix;
        exposition.family(name, type, help);
        for (InstanceView instance : instances) {
            exposition.value(name, labels(instance), figure.apply(instance));
        }
    }

    /** What tells an instance from others. */
    static String labels(InstanceView instance) {
        return label("name", instance.name()) + ","
                + label("image", instance.specification().image());
    }

    private static boolean isRunning(InstanceView instance) {
        return instance.state() == InstanceState.RUNNING;
    }

    private static double truth(boolean value) {
        return value ? 1 : 0;
    }

    private static @Nullable Double seconds(@Nullable String time) {
        return time == null ? null : Instant.parse(time).toEpochMilli() / MILLIS;
    }
}
