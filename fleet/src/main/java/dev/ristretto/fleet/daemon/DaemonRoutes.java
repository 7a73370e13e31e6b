package dev.ristretto.fleet.daemon;

import dev.ristretto.fleet.api.DaemonStatus;
import dev.ristretto.fleet.api.Role;
import java.util.List;
import java.util.function.Supplier;

/** What the daemon tells about itself and lets be done to itself. */
final class DaemonRoutes {

    private DaemonRoutes() {}

    static List<Route> of(Supplier<DaemonStatus> status, Runnable shutdown) {
        return List.of(
                Route.get("getStatus", "/v1/status", Role.VIEWER, "The daemon: process, version, uptime")
                        .answers(Answer.one(200, DaemonStatus.class), exchange -> status.get()),
                Route.post("shutDown", "/v1/shutdown", Role.ADMIN, "Ends the daemon; instances go on")
                        .handledBy(
                                exchange -> {
                                    exchange.answerNothing(202);
                                    shutdown.run();
                                },
                                Answer.nothing(202)));
    }
}
