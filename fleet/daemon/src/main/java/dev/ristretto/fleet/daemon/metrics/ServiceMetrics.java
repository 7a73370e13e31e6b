package dev.ristretto.fleet.daemon.metrics;

import static dev.ristretto.fleet.daemon.metrics.Exposition.label;

import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.balancer.AnswerCounts;
import dev.ristretto.fleet.balancer.Traffic;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Figures of each service, by its name. Those of its traffic are missing while the balancer is not heard of; they count
 * from its start.
 */
final class ServiceMetrics {

    private static final String DURATION = "ristretto_service_request_duration_seconds";
    private static final double NANOS = 1e9;

    private final Exposition exposition;
    private final List<ServiceView> services;

    ServiceMetrics(Exposition exposition, List<ServiceView> services) {
        this.exposition = exposition;
        this.services = services;
    }

    /**
     * Writes all.
     *
     * @param traffic what the balancer has reported of the service of a name
     */
    void write(Function<String, Optional<Traffic>> traffic) throws IOException {
        each("revision", "gauge", "The revision that is wanted.", service -> (double) service.target());
        each("replicas_wanted", "gauge", "How many replicas are wanted.", service -> (double) service.replicas());
        each("replicas_ready", "gauge", "How many replicas answer.", service -> (double) service.ready());
        // One report for all that is said about a service.
        Map<String, Traffic> reports = new TreeMap<>();
        services.forEach(service -> traffic.apply(service.name()).ifPresent(one -> reports.put(service.name(), one)));
        each("requests_total", "counter", "Requests or connections that have come.", reports, report ->
                (double) report.total());
        each(
                "failures_total",
                "counter",
                "Those that came to nobody, got no whole answer or one with a status of 500 or more.",
                reports,
                report -> (double) report.answers().failed());
        each("requests_in_flight", "gauge", "Those that replicas work on.", reports, report ->
                (double) report.active());
        each("requests_waiting", "gauge", "Those that are held until there is a replica.", reports, report ->
                (double) report.waiting());
        exposition.family(
                DURATION,
                "histogram",
                "How long clients waited for the end of an answer, or for a replica to take their connection.");
        for (Map.Entry<String, Traffic> report : reports.entrySet()) {
            histogram(label("name", report.getKey()), report.getValue().answers());
        }
    }

    private void histogram(String labels, AnswerCounts answers) throws IOException {
        for (int i = 0; i < AnswerCounts.BOUNDS.size(); i++) {
            String bound = AnswerCounts.BOUNDS.get(i).toString();
            exposition.value(
                    DURATION + "_bucket",
                    labels + "," + label("le", bound),
                    answers.within().get(i).doubleValue());
        }
        exposition.value(DURATION + "_bucket", labels + "," + label("le", "+Inf"), (double) answers.count());
        exposition.value(DURATION + "_sum", labels, answers.nanos() / NANOS);
        exposition.value(DURATION + "_count", labels, (double) answers.count());
    }

    private void each(
            String suffix, String type, String help, Map<String, Traffic> reports, Function<Traffic, Double> figure)
            throws IOException {
        each(suffix, type, help, service -> {
            Traffic report = reports.get(service.name());
            return report == null ? null : figure.apply(report);
        });
    }

    private void each(String suffix, String type, String help, Function<ServiceView, @Nullable Double> figure)
            throws IOException {
        String name = "ristretto_service_" + suffix;
        exposition.family(name, type, help);
        for (ServiceView service : services) {
            exposition.value(name, label("name", service.name()), figure.apply(service));
        }
    }
}
