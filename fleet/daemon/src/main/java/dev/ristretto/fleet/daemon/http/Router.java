package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpStatus;

/** Finds the route of a request, and refuses what does not fit it before its body is read and anything is done. */
public final class Router {

    private final List<ApiRoute> routes;
    /** Knows these routes. */
    public Router(List<ApiRoute> routes) {
        this.routes = List.copyOf(routes);
    }

    /**
     * Has a request go by its route.
     *
     * @throws FleetException if there is none, the caller has not the role, or a parameter cannot be
     */
    public void route(Exchange exchange) {
        List<String> path = exchange.path();
        for (ApiRoute route : routes) {
            Optional<Map<String, String>> values =
                    route.method().equals(exchange.method()) ? route.match(path) : Optional.empty();
            if (values.isPresent()) {
                exchange.caller().require(route.role());
                exchange.take(route, values.get());
                return;
            }
        }
        throw unknown(exchange, path);
    }

    private RuntimeException unknown(Exchange exchange, List<String> path) {
        String what = exchange.method() + " /" + String.join("/", path);
        String allowed = routes.stream()
                .filter(route -> route.match(path).isPresent())
                .map(ApiRoute::method)
                .distinct()
                .collect(Collectors.joining(", "));
        return allowed.isEmpty()
                ? new FleetException(Kind.UNKNOWN, "There is no " + what + "; GET /v1/openapi.json lists what there is")
                : new RequestProblem(
                        HttpStatus.METHOD_NOT_ALLOWED_405,
                        "There is no " + what + ", only " + allowed,
                        Map.of("Allow", allowed));
    }
}
