package dev.ristretto.fleet.daemon;

import dev.ristretto.fleet.Fleet;
import dev.ristretto.fleet.api.DaemonStatus;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.Usage;
import dev.ristretto.hypervisor.ProcessIdentity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Figures in Prometheus's text format, version 0.0.4. It is a dozen lines to write and everything here is computed when it is asked for, so there is
 * nothing for a library to keep.
 */
final class Metrics {

    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final List<String> STATES = List.of("waiting", "starting", "running", "stopping", "ended");

    private final StringBuilder text = new StringBuilder();

    private Metrics() {}

    static String of(Fleet fleet, DaemonStatus status) {
        Metrics metrics = new Metrics();
        List<InstanceView> instances = fleet.list();
        metrics.daemon(status, instances);
        metrics.instances(instances, fleet.usage(List.of()));
        return metrics.text.toString();
    }

    private void daemon(DaemonStatus status, List<InstanceView> instances) {
        family("ristretto_daemon_info", "gauge", "Version of the daemon.");
        value("ristretto_daemon_info", label("version", status.version()), 1);
        family("ristretto_daemon_uptime_seconds", "gauge", "For how long the daemon has run.");
        value("ristretto_daemon_uptime_seconds", "", status.uptimeSeconds());
        ProcessIdentity.of(status.pid()).flatMap(ProcessIdentity::usage).ifPresent(usage -> {
            family("ristretto_daemon_cpu_seconds_total", "counter", "Processor time of the daemon.");
            value("ristretto_daemon_cpu_seconds_total", "", usage.cpuSeconds());
            family("ristretto_daemon_memory_bytes", "gauge", "Resident memory of the daemon.");
            value("ristretto_daemon_memory_bytes", "", usage.memoryBytes());
        });
        Map<String, Long> counts =
                instances.stream().collect(Collectors.groupingBy(InstanceView::state, Collectors.counting()));
        family("ristretto_instances", "gauge", "Instances by state.");
        STATES.forEach(state -> value("ristretto_instances", label("state", state), counts.getOrDefault(state, 0L)));
    }

    private void instances(List<InstanceView> instances, List<Usage> usages) {
        each(
                instances,
                "ristretto_instance_up",
                "gauge",
                "1 if the instance runs, else 0.",
                instance -> instance.state().equals("running") ? 1.0 : 0.0);
        each(
                instances,
                "ristretto_instance_restarts_total",
                "counter",
                "How often the instance was started again by itself.",
                instance -> (double) instance.restarts());
        each(
                instances,
                "ristretto_instance_start_time_seconds",
                "gauge",
                "When the instance was started last, in Unix time.",
                instance -> seconds(instance.started()));
        each(
                instances,
                "ristretto_instance_exit_status",
                "gauge",
                "How the instance ended last.",
                instance -> instance.exitStatus() == null ? null : (double) instance.exitStatus());
        Map<String, InstanceView> byName =
                instances.stream().collect(Collectors.toMap(InstanceView::name, Function.identity()));
        List<Usage> known = usages.stream()
                .filter(usage -> byName.containsKey(usage.name()))
                .toList();
        usage(known, byName, "cpu_seconds_total", "counter", "Processor time since it was started.", Usage::cpuSeconds);
        usage(
                known,
                byName,
                "memory_bytes",
                "gauge",
                "Memory of this computer that it occupies, its hypervisor included.",
                usage -> (double) usage.memoryBytes());
        usage(known, byName, "memory_limit_bytes", "gauge", "Memory that it was given.", usage ->
                (double) usage.limitBytes());
    }

    private void each(
            List<InstanceView> instances,
            String name,
            String type,
            String help,
            Function<InstanceView, @Nullable Double> figure) {
        family(name, type, help);
        for (InstanceView instance : instances) {
            Double value = figure.apply(instance);
            if (value != null) {
                value(name, labels(instance), value);
            }
        }
    }

    private void usage(
            List<Usage> usages,
            Map<String, InstanceView> instances,
            String suffix,
            String type,
            String help,
            Function<Usage, Double> figure) {
        String name = "ristretto_instance_" + suffix;
        family(name, type, help);
        for (Usage usage : usages) {
            InstanceView instance = instances.get(usage.name());
            if (instance != null) {
                value(name, labels(instance), figure.apply(usage));
            }
        }
    }

    private static @Nullable Double seconds(@Nullable String time) {
        return time == null ? null : Instant.parse(time).toEpochMilli() / 1000.0;
    }

    private static String labels(InstanceView instance) {
        return label("name", instance.name()) + ","
                + label("image", instance.specification().image());
    }

    private static String label(String name, String value) {
        return name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    private void family(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void value(String name, String labels, double value) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ')
                .append(BigDecimal.valueOf(value).stripTrailingZeros().toPlainString())
                .append('\n');
    }
}
