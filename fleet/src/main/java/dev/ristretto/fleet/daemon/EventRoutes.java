package dev.ristretto.fleet.daemon;

import dev.ristretto.fleet.Fleet;
import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.api.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;

/** The history of the fleet. */
final class EventRoutes {

    private static final int MOST_EVENTS = 1000;

    private EventRoutes() {}

    static List<Route> of(Fleet fleet, Streams streams) {
        return List.of(Route.get("/v1/events", Role.VIEWER, "What has happened to instances, oldest first")
                .with(
                        Parameter.number("after", "Only events behind the one of this number"),
                        Parameter.flag("follow", "Whether to go on with what happens from now on"))
                .handledBy(
                        exchange -> events(fleet, streams, exchange),
                        Answer.list(Event.class),
                        Answer.text(Answer.EVENTS)));
    }

    private static void events(Fleet fleet, Streams streams, Exchange exchange)
            throws IOException, InterruptedException {
        long after = exchange.number("after").orElse(0L);
        if (exchange.flag("follow")) {
            try (OutputStream output = exchange.stream(Answer.EVENTS)) {
                streams.events(after, output);
            }
        } else {
            exchange.answer(200, fleet.events(after, MOST_EVENTS, Duration.ZERO));
        }
    }
}
