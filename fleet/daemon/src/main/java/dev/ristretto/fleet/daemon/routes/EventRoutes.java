package dev.ristretto.fleet.daemon.routes;

import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.api.Role;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.daemon.control.Fleet;
import dev.ristretto.fleet.daemon.http.Answer;
import dev.ristretto.fleet.daemon.http.ApiRoute;
import dev.ristretto.fleet.daemon.http.Exchange;
import dev.ristretto.fleet.daemon.http.Paging;
import dev.ristretto.fleet.daemon.http.Parameter;
import dev.ristretto.fleet.daemon.model.EventQuery;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The history of the fleet. */
final class EventRoutes {

    /** Set by browsers that take up a stream again (HTML standard, section 9.2.4). */
    private static final String LAST_EVENT = "Last-Event-ID";

    private static final String DESCENDING = "descending";

    private EventRoutes() {}

    static List<ApiRoute> of(Fleet fleet, Streams streams) {
        return List.of(ApiRoute.get("listEvents", "/v1/events", Role.VIEWER, "What has happened to instances")
                .with(
                        Parameter.text("name", "Only what happened to the instance of this name"),
                        Parameter.text("kind", "Only events of this kind, such as 'started'"),
                        Parameter.number("since", "Only what happened since: milliseconds of Unix time"),
                        Parameter.text("order", "Oldest first, which is the default, or newest first")
                                .of(List.of("ascending", DESCENDING)),
                        Parameter.flag("follow", "Whether to go on with what happens from now on: events 'event'"),
                        Paging.LIMIT,
                        Paging.CURSOR)
                .handledBy(
                        exchange -> events(fleet, streams, exchange),
                        Answer.page(Event.class),
                        Answer.stream("followEvents", "follow", "event", Event.class)));
    }

    private static void events(Fleet fleet, Streams streams, Exchange exchange)
            throws IOException, InterruptedException {
        boolean follow = exchange.flag("follow");
        boolean newestFirst = exchange.texts("order").contains(DESCENDING);
        if (follow && newestFirst) {
            throw new FleetException(Kind.INVALID, "What is followed comes in ascending order");
        }
        EventQuery query = new EventQuery(
                newestFirst,
                Paging.numberedCursor(exchange).map(OptionalLong::of).orElse(OptionalLong.empty()),
                exchange.optional("name"),
                exchange.optional("kind"),
                exchange.number("since").map(Instant::ofEpochMilli).orElse(null));
        if (follow) {
            EventQuery rest = resumed(query, exchange.header(LAST_EVENT));
            streams.answer(exchange, output -> streams.events(rest, output));
        } else {
            List<Event> found = fleet.events(query, Paging.limit(exchange) + 1);
            exchange.answer(200, Paging.page(exchange, found.stream(), event -> Long.toString(event.sequence())));
        }
    }

    private static EventQuery resumed(EventQuery query, @Nullable String last) {
        return last != null && last.matches("\\d{1,15}") ? query.from(Long.parseLong(last)) : query;
    }
}
