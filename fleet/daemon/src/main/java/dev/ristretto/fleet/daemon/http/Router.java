package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpStatus;

/** Finds the route of a request, and refuses what does not fit it before anything is done. */
public final class Router {

    private final List<ApiRoute> routes;
    /** Knows these routes. */
    public Router(List<ApiRoute> routes) {
        this.routes = List.copyOf(routes);
    }
    /** Has a request done by its route. */
    public void serve(Exchange exchange) throws IOException, InterruptedException {
        List<String> path = exchange.path();
        for (ApiRoute route : routes) {
            Optional<Map<String, String>> values =
                    route.method().equals(exchange.method()) ? route.match(path) : Optional.empty();
            if (values.isPresent()) {
                exchange.take(route, values.get());
                exchange.caller().require(route.role());
                route.handler().handle(exchange);
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
