package dev.ristretto.fleet.daemon.routes;

import dev.ristretto.fleet.api.DaemonStatus;
import dev.ristretto.fleet.daemon.control.Fleet;
import dev.ristretto.fleet.daemon.http.ApiRoute;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Version 1 of the API: everything that can be asked of the daemon. */
public final class Routes {

    private Routes() {}

    /**
     * All routes.
     *
     * @param shutdown ends the daemon
     */
    public static List<ApiRoute> all(
            Fleet fleet,
            Streams streams,
            AccessRoutes access,
            InstantSource clock,
            Supplier<DaemonStatus> status,
            Runnable shutdown) {
        List<ApiRoute> routes = new ArrayList<>();
        routes.addAll(DaemonRoutes.of(status, shutdown));
        routes.addAll(InstanceRoutes.of(fleet, streams));
        routes.addAll(ServiceRoutes.of(fleet.services()));
        routes.addAll(EventRoutes.of(fleet, streams));
        routes.addAll(ImageRoutes.of(fleet, clock));
        routes.addAll(MetricRoutes.of(fleet, status));
        routes.addAll(access.routes());
        OpenApi document = new OpenApi(routes);
        routes.add(document.route());
        return List.copyOf(routes);
    }
}
