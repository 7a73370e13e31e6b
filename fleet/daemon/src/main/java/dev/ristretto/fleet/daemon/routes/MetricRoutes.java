package dev.ristretto.fleet.daemon.routes;

import dev.ristretto.fleet.api.DaemonStatus;
import dev.ristretto.fleet.api.InstanceFigures;
import dev.ristretto.fleet.api.LatestSample;
import dev.ristretto.fleet.api.Role;
import dev.ristretto.fleet.api.SampleSeries;
import dev.ristretto.fleet.api.ServiceSeries;
import dev.ristretto.fleet.daemon.control.Fleet;
import dev.ristretto.fleet.daemon.http.Answer;
import dev.ristretto.fleet.daemon.http.ApiRoute;
import dev.ristretto.fleet.daemon.http.Exchange;
import dev.ristretto.fleet.daemon.http.Paging;
import dev.ristretto.fleet.daemon.http.Parameter;
import dev.ristretto.fleet.daemon.metrics.Exposition;
import dev.ristretto.fleet.daemon.metrics.Metrics;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Figures: for charts, and for Prometheus. */
final class MetricRoutes {

    /** What an instance and what is known of it take, without what the daemon has of it anyway. */
    private static final int INSTANCE_BYTES = 400;

    private static final int BUFFER = 16 * 1024;

    private MetricRoutes() {}

    static List<ApiRoute> of(Fleet fleet, Supplier<DaemonStatus> status) {
        return List.of(
                ApiRoute.get(
                                "getSamples",
                                "/v1/samples",
                                Role.VIEWER,
                                "What all instances together used in the last while")
                        .answers(
                                Answer.one(200, SampleSeries.class),
                                exchange -> fleet.samples().ofAll()),
                ApiRoute.get(
                                "listLatestSamples",
                                "/v1/samples/latest",
                                Role.VIEWER,
                                "What each running instance used when the daemon looked last")
                        .with(Paging.LIMIT, Paging.CURSOR)
                        .answers(
                                Answer.page(LatestSample.class),
                                exchange -> Paging.page(
                                        exchange,
                                        latest(fleet, Paging.cursor(exchange).orElse("")),
                                        LatestSample::name)),
                ApiRoute.get(
                                "getInstanceSamples",
                                "/v1/instances/{name}/samples",
                                Role.VIEWER,
                                "What an instance used in the last while")
                        .with(Parameter.name("name", "Exact name of the instance"))
                        .answers(
                                Answer.one(200, SampleSeries.class),
                                exchange -> fleet.samples()
                                        .of(fleet.instances()
                                                .get(exchange.text("name"))
                                                .name())),
                ApiRoute.get(
                                "getInstanceFigures",
                                "/v1/instances/{name}/figures",
                                Role.VIEWER,
                                "What an instance's kernel has counted")
                        .with(Parameter.name("name", "Exact name of the instance"))
                        .answers(
                                Answer.one(200, InstanceFigures.class),
                                exchange -> fleet.instances().figures(exchange.text("name"))),
                ApiRoute.get(
                                "getServiceSamples",
                                "/v1/services/{name}/samples",
                                Role.VIEWER,
                                "What a service did in the last while")
                        .with(Parameter.name("name", "Exact name of the service"))
                        .answers(
                                Answer.one(200, ServiceSeries.class),
                                exchange -> fleet.serviceSamples()
                                        .of(fleet.services()
                                                .get(exchange.text("name"))
                                                .name())),
                ApiRoute.get(
                                "readMetrics",
                                "/metrics",
                                Role.VIEWER,
                                "Figures of the daemon, of instances and services, for Prometheus")
                        .lasting()
                        .handledBy(exchange -> metrics(fleet, status, exchange), Answer.text(Exposition.TYPE)));
    }

    private static Stream<LatestSample> latest(Fleet fleet, String after) {
        return fleet.samples().latest().stream()
                .filter(sample -> sample.name().compareTo(after) > 0)
                .sorted(Comparator.comparing(LatestSample::name));
    }

    /** Ten thousand instances have forty megabytes of figures: they are written as they are found. */
    private static void metrics(Fleet fleet, Supplier<DaemonStatus> status, Exchange exchange)
            throws IOException, InterruptedException {
        exchange.reserve((long) INSTANCE_BYTES * fleet.instances().reconcilers().size());
        Metrics metrics = Metrics.of(fleet, status.get());
        try (Writer writer = new OutputStreamWriter(
                new BufferedOutputStream(exchange.stream(Exposition.TYPE), BUFFER), StandardCharsets.UTF_8)) {
            metrics.write(writer);
        }
    }
}
