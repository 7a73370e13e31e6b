package dev.ristretto.fleet.daemon.routes;

import dev.ristretto.fleet.api.ConsoleText;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.api.Role;
import dev.ristretto.fleet.api.Usage;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.syntax.InstanceFilter;
import dev.ristretto.fleet.api.syntax.InstanceFilter.Key;
import dev.ristretto.fleet.daemon.console.ConsoleReader;
import dev.ristretto.fleet.daemon.control.Fleet;
import dev.ristretto.fleet.daemon.http.Answer;
import dev.ristretto.fleet.daemon.http.ApiRoute;
import dev.ristretto.fleet.daemon.http.Exchange;
import dev.ristretto.fleet.daemon.http.Paging;
import dev.ristretto.fleet.daemon.http.Parameter;
import dev.ristretto.fleet.daemon.instance.InstanceReconciler;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What can be asked about instances and done to them. */
final class InstanceRoutes {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_GRACE = Duration.ofDays(1);
    private static final int BUFFER = 16 * 1024;

    private static final String ALL = "/v1/instances";
    private static final String ONE = "/v1/instances/{name}";
    private static final Parameter NAME = Parameter.name("name", "Exact name of the instance");
    private static final Parameter GRACE = Parameter.number(
            "grace", "Seconds that the application may take to stop before it is killed; 10 by default");

    private static final Parameter LABEL = Parameter.texts(
            "label", "Only those with this label: KEY, or KEY=VALUE; if repeated, those that have all of them");

    /** One for each {@link InstanceFilter.Key}. */
    private static final Parameter[] FILTERS = {
        LABEL,
        Parameter.texts("name", "Only the one of this exact name, or one of these"),
        Parameter.texts("state", "Only those in this state, or one of these").of(InstanceFilter.STATES),
        Parameter.texts("health", "Only those of this health, or one of these").of(InstanceFilter.HEALTHS),
        Parameter.texts(
                "image",
                "Only those of this image, or one of these: its name, with its tag if not latest, or its digest"),
        Parameter.text("search", "Only those whose name or image has this in it, in whatever case")
    };

    private final Fleet fleet;
    private final Streams streams;

    private InstanceRoutes(Fleet fleet, Streams streams) {
        this.fleet = fleet;
        this.streams = streams;
    }

    static List<ApiRoute> of(Fleet fleet, Streams streams) {
        return new InstanceRoutes(fleet, streams).routes();
    }

    private List<ApiRoute> routes() {
        Answer instance = Answer.one(200, InstanceView.class);
        return List.of(
                ApiRoute.get("listInstances", ALL, Role.VIEWER, "All instances, by name")
                        .with(FILTERS)
                        .with(Paging.LIMIT, Paging.CURSOR)
                        .answers(Answer.page(InstanceView.class), this::list),
                ApiRoute.post(
                                "createInstance",
                                ALL,
                                Role.OPERATOR,
                                "Makes an instance and starts it; answers once it runs")
                        .lasting()
                        .body(NewInstance.class)
                        .answers(Answer.one(201, InstanceView.class), this::create),
                ApiRoute.get("getInstance", ONE, Role.VIEWER, "One instance")
                        .with(NAME)
                        .answers(instance, exchange -> fleet.instances().get(exchange.text("name"))),
                ApiRoute.delete("removeInstance", ONE, Role.OPERATOR, "Removes an instance with everything it has left")
                        .lasting()
                        .with(NAME, Parameter.flag("force", "Whether to kill it first if it runs"))
                        .handledBy(
                                exchange -> {
                                    fleet.instances().remove(exchange.text("name"), exchange.flag("force"));
                                    exchange.answerNothing(204);
                                },
                                Answer.nothing(204)),
                ApiRoute.post(
                                "startInstance",
                                ONE + "/start",
                                Role.OPERATOR,
                                "Starts an instance; answers once it runs")
                        .lasting()
                        .with(NAME)
                        .answers(instance, exchange -> fleet.instances().start(exchange.text("name"))),
                ApiRoute.post(
                                "stopInstance",
                                ONE + "/stop",
                                Role.OPERATOR,
                                "Stops an instance; answers once it has ended")
                        .lasting()
                        .with(NAME, GRACE)
                        .answers(instance, exchange -> fleet.instances().stop(exchange.text("name"), grace(exchange))),
                ApiRoute.post(
                                "restartInstance",
                                ONE + "/restart",
                                Role.OPERATOR,
                                "Stops an instance if it runs, and starts it")
                        .lasting()
                        .with(NAME, GRACE)
                        .answers(
                                instance,
                                exchange -> fleet.instances().restart(exchange.text("name"), grace(exchange))),
                ApiRoute.get(
                                "awaitInstance",
                                ONE + "/wait",
                                Role.VIEWER,
                                "Answers when the instance has ended for good, or after 30 seconds")
                        .lasting()
                        .with(NAME)
                        .answers(instance, exchange -> fleet.instances().await(exchange.text("name"), LONGEST_WAIT)),
                ApiRoute.get("readLogs", ONE + "/logs", Role.VIEWER, "What the instance has written to its console")
                        .lasting()
                        .with(
                                NAME,
                                Parameter.number("since", "Only what was written since: milliseconds of Unix time"),
                                Parameter.flag(
                                        "follow",
                                        "Whether to go on until the instance ends: events 'console', at last 'end'"))
                        .handledBy(
                                this::logs,
                                Answer.text(Answer.TEXT),
                                Answer.stream("followLogs", "follow", "console", ConsoleText.class)),
                ApiRoute.get("listUsage", "/v1/usage", Role.VIEWER, "Processor time and memory of running instances")
                        .with(Parameter.texts("name", "Only the instances of these names"), LABEL)
                        .with(Paging.LIMIT, Paging.CURSOR)
                        .answers(Answer.page(Usage.class), this::usage));
    }

    private InstanceView create(Exchange exchange) throws IOException, InterruptedException {
        InstanceView instance = fleet.instances().create(exchange.body(NewInstance.class));
        exchange.setDetail(instance.name());
        return instance;
    }

    private Object list(Exchange exchange) throws IOException {
        Map<Key, List<String>> conditions = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
            conditions.put(key, exchange.texts(key.toString()));
        }
        InstanceFilter filter = new InstanceFilter(conditions);
        return Paging.page(
                exchange,
                fleet.instances().stream(filter, Paging.cursor(exchange).orElse("")),
                InstanceView::name);
    }

    private Object usage(Exchange exchange) throws IOException {
        List<String> labels = exchange.texts("label");
        InstanceFilter filter = labels.isEmpty() ? InstanceFilter.ALL : InstanceFilter.labelled(labels);
        return Paging.page(
                exchange,
                fleet.instances()
                        .usage(
                                filter,
                                exchange.texts("name"),
                                Paging.cursor(exchange).orElse("")),
                Usage::name);
    }

    private static Duration grace(Exchange exchange) {
        Duration grace = exchange.number("grace").map(Duration::ofSeconds).orElse(InstanceReconciler.GRACE);
        if (grace.compareTo(LONGEST_GRACE) > 0) {
            throw new FleetException(
                    Kind.INVALID, "An instance may take at most " + LONGEST_GRACE.toSeconds() + " seconds to stop");
        }
        return grace;
    }

    private void logs(Exchange exchange) throws IOException, InterruptedException {
        String name = exchange.text("name");
        ConsoleReader reader =
                fleet.instances().console(name, exchange.number("since").map(Instant::ofEpochMilli));
        if (exchange.flag("follow")) {
            streams.answer(exchange, output -> streams.console(name, reader, output));
            return;
        }
        byte[] buffer = new byte[BUFFER];
        try (OutputStream output = exchange.stream(Answer.TEXT)) {
            for (int count = reader.read(buffer); count > 0; count = reader.read(buffer)) {
                output.write(buffer, 0, count);
            }
        }
    }
}
