package dev.ristretto.fleet.daemon;

import dev.ristretto.fleet.Fleet;
import dev.ristretto.fleet.FleetException;
import dev.ristretto.fleet.FleetException.Kind;
import dev.ristretto.fleet.api.DaemonStatus;
import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.console.ConsoleReader;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Which request does what: version 1 of the API, as docs/fleet.md lists it. */
final class Routes {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_GRACE = Duration.ofDays(1);
    private static final int MOST_EVENTS = 1000;
    private static final int BUFFER = 16 * 1024;

    private final Fleet fleet;
    private final Supplier<DaemonStatus> status;
    private final Runnable shutdown;
    private final Streams streams;

    Routes(Fleet fleet, Supplier<DaemonStatus> status, Runnable shutdown) {
        this.fleet = fleet;
        this.status = status;
        this.shutdown = shutdown;
        this.streams = new Streams(fleet);
    }

    void serve(Exchange exchange) throws IOException, InterruptedException {
        List<String> path = exchange.path();
        String version = path.getFirst();
        if (!version.equals("v1") || path.size() < 2 || path.size() > 4) {
            throw unknown(exchange);
        }
        String route = exchange.method() + " " + path.get(1) + (path.size() > 2 ? "/" : "")
                + (path.size() > 3 ? "/" + path.get(3) : "");
        String name = path.size() > 2 ? path.get(2) : "";
        switch (route) {
            case "GET status" -> exchange.answer(200, status.get());
            case "POST shutdown" -> {
                exchange.answer(202, Map.of());
                shutdown.run();
            }
            case "GET instances" -> exchange.answer(200, fleet.list());
            case "POST instances" -> exchange.answer(201, fleet.create(exchange.body(NewInstance.class)));
            case "GET instances/" -> exchange.answer(200, fleet.get(name));
            case "DELETE instances/" -> {
                fleet.remove(name, exchange.flag("force"));
                exchange.answer(200, Map.of());
            }
            case "POST instances//start" -> exchange.answer(200, fleet.start(name));
            case "POST instances//stop" -> exchange.answer(200, fleet.stop(name, grace(exchange)));
            case "POST instances//restart" -> exchange.answer(200, fleet.restart(name, grace(exchange)));
            case "GET instances//wait" -> exchange.answer(200, fleet.await(name, LONGEST_WAIT));
            case "GET instances//logs" -> logs(exchange, name);
            case "GET usage" -> exchange.answer(200, fleet.usage(exchange.values("name")));
            case "GET events" -> events(exchange);
            default -> throw unknown(exchange);
        }
    }

    private static Duration grace(Exchange exchange) {
        Duration grace = exchange.number("grace").map(Duration::ofSeconds).orElse(Fleet.GRACE);
        if (grace.compareTo(LONGEST_GRACE) > 0) {
            throw new FleetException(
                    Kind.INVALID, "An instance may take at most " + LONGEST_GRACE.toSeconds() + " seconds to stop");
        }
        return grace;
    }

    private void logs(Exchange exchange, String name) throws IOException, InterruptedException {
        Optional<Instant> since = exchange.number("since").map(Instant::ofEpochMilli);
        ConsoleReader reader = fleet.console(name, since);
        if (exchange.flag("follow")) {
            try (OutputStream output = exchange.stream("text/event-stream")) {
                streams.console(name, reader, output);
            }
            return;
        }
        byte[] buffer = new byte[BUFFER];
        try (OutputStream output = exchange.stream("text/plain; charset=utf-8")) {
            for (int count = reader.read(buffer); count > 0; count = reader.read(buffer)) {
                output.write(buffer, 0, count);
            }
        }
    }

    private void events(Exchange exchange) throws IOException, InterruptedException {
        long after = exchange.number("after").orElse(0L);
        if (exchange.flag("follow")) {
            try (OutputStream output = exchange.stream("text/event-stream")) {
                streams.events(after, output);
            }
        } else {
            exchange.answer(200, fleet.events(after, MOST_EVENTS, Duration.ZERO));
        }
    }

    private static FleetException unknown(Exchange exchange) {
        return new FleetException(
                Kind.UNKNOWN, "There is no " + exchange.method() + " /" + String.join("/", exchange.path()));
    }
}
