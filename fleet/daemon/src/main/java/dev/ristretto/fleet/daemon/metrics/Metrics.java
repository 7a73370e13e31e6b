package dev.ristretto.fleet.daemon.metrics;

import static dev.ristretto.fleet.daemon.metrics.Exposition.label;

import dev.ristretto.fleet.api.DaemonStatus;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.api.syntax.InstanceFilter;
import dev.ristretto.fleet.daemon.control.Fleet;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.host.ProcessUsage;
import dev.ristretto.run.vmm.GuestCounters;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All figures for Prometheus. It is a dozen lines to write and everything is computed when it is asked for, so there is
 * nothing for a library to keep.
 */
public final class Metrics {

    private final Fleet fleet;
    private final DaemonStatus status;
    private final List<InstanceView> instances;
    private final Map<String, GuestCounters> figures;

    private Metrics(
            Fleet fleet, DaemonStatus status, List<InstanceView> instances, Map<String, GuestCounters> figures) {
        this.fleet = fleet;
        this.status = status;
        this.instances = instances;
        this.figures = figures;
    }

    /** All metrics of a fleet and its daemon. */
    public static Metrics of(Fleet fleet, DaemonStatus status) throws InterruptedException {
        return new Metrics(
                fleet, status, fleet.instances().list(), fleet.instances().figures());
    }

    /** Writes them in the text format, little by little. */
    public void write(Appendable text) throws IOException {
        Exposition exposition = new Exposition(text);
        daemon(exposition);
        new InstanceMetrics(exposition, instances)
                .write(
                        fleet.instances()
                                .usage(InstanceFilter.ALL, List.of(), "")
                                .toList(),
                        figures);
        new ServiceMetrics(exposition, fleet.services().list()).write(fleet.services()::traffic);
    }

    private void daemon(Exposition exposition) throws IOException {
        exposition.family("ristretto_daemon_info", "gauge", "Version of the daemon.");
        exposition.value("ristretto_daemon_info", label("version", status.version()), 1.0);
        exposition.family("ristretto_daemon_uptime_seconds", "gauge", "For how long the daemon has run.");
        exposition.value("ristretto_daemon_uptime_seconds", "", (double) status.uptimeSeconds());
        Optional<ProcessUsage> used = ProcessIdentity.of(status.pid()).flatMap(ProcessIdentity::usage);
        if (used.isPresent()) {
            exposition.family("ristretto_daemon_cpu_seconds_total", "counter", "Processor time of the daemon.");
            exposition.value(
                    "ristretto_daemon_cpu_seconds_total", "", used.get().cpuSeconds());
            exposition.family("ristretto_daemon_memory_bytes", "gauge", "Resident memory of the daemon.");
            exposition.value(
                    "ristretto_daemon_memory_bytes", "", (double) used.get().memoryBytes());
        }
        Map<InstanceState, Long> counts =
                instances.stream().collect(Collectors.groupingBy(InstanceView::state, Collectors.counting()));
        exposition.family("ristretto_instances", "gauge", "Instances by state.");
        for (InstanceState state : InstanceState.values()) {
            exposition.value(
                    "ristretto_instances", label("state", state.toString()), (double) counts.getOrDefault(state, 0L));
        }
    }
}
