package dev.ristretto.fleet.daemon.metrics;

import static dev.ristretto.fleet.daemon.metrics.Exposition.label;

import dev.ristretto.fleet.api.DaemonStatus;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.daemon.control.Fleet;
import dev.ristretto.run.host.ProcessIdentity;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All figures for Prometheus. It is a dozen lines to write and everything is computed when it is asked for, so there is
 * nothing for a library to keep.
 */
public final class Metrics {

    private Metrics() {}
    /** All metrics of a fleet and its daemon, in the text format. */
    public static String of(Fleet fleet, DaemonStatus status) throws InterruptedException {
        Exposition exposition = new Exposition();
        List<InstanceView> instances = fleet.instances().list();
        daemon(exposition, status, instances);
        new InstanceMetrics(exposition, instances)
                .write(fleet.instances().usage(List.of()), fleet.instances().figures());
        new ServiceMetrics(exposition, fleet.services().list()).write(fleet.services()::traffic);
        return exposition.toString();
    }

    private static void daemon(Exposition exposition, DaemonStatus status, List<InstanceView> instances) {
        exposition.family("ristretto_daemon_info", "gauge", "Version of the daemon.");
        exposition.value("ristretto_daemon_info", label("version", status.version()), 1.0);
        exposition.family("ristretto_daemon_uptime_seconds", "gauge", "For how long the daemon has run.");
        exposition.value("ristretto_daemon_uptime_seconds", "", (double) status.uptimeSeconds());
        ProcessIdentity.of(status.pid()).flatMap(ProcessIdentity::usage).ifPresent(usage -> {
            exposition.family("ristretto_daemon_cpu_seconds_total", "counter", "Processor time of the daemon.");
            exposition.value("ristretto_daemon_cpu_seconds_total", "", usage.cpuSeconds());
            exposition.family("ristretto_daemon_memory_bytes", "gauge", "Resident memory of the daemon.");
            exposition.value("ristretto_daemon_memory_bytes", "", (double) usage.memoryBytes());
        });
        Map<InstanceState, Long> counts =
                instances.stream().collect(Collectors.groupingBy(InstanceView::state, Collectors.counting()));
        exposition.family("ristretto_instances", "gauge", "Instances by state.");
        for (InstanceState state : InstanceState.values()) {
            exposition.value(
                    "ristretto_instances", label("state", state.toString()), (double) counts.getOrDefault(state, 0L));
        }
    }
}
