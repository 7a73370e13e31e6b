package dev.ristretto.fleet.daemon.routes;

import dev.ristretto.fleet.api.DaemonStatus;
import dev.ristretto.fleet.api.Role;
import dev.ristretto.fleet.daemon.http.Answer;
import dev.ristretto.fleet.daemon.http.ApiRoute;
import java.util.List;
import java.util.function.Supplier;

/** What the daemon tells about itself and lets be done to itself. */
final class DaemonRoutes {

    private DaemonRoutes() {}

    static List<ApiRoute> of(Supplier<DaemonStatus> status, Runnable shutdown) {
        return List.of(
                ApiRoute.get("getStatus", "/v1/status", Role.VIEWER, "The daemon: process, version, uptime")
                        .answers(Answer.one(200, DaemonStatus.class), exchange -> status.get()),
                ApiRoute.post("shutDown", "/v1/shutdown", Role.ADMIN, "Ends the daemon; instances go on")
                        .handledBy(
                                exchange -> {
                                    exchange.answerNothing(202);
                                    shutdown.run();
                                },
                                Answer.nothing(202)));
    }
}
