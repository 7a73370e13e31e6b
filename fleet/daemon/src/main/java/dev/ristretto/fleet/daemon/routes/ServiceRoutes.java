package dev.ristretto.fleet.daemon.routes;

import dev.ristretto.fleet.api.NewService;
import dev.ristretto.fleet.api.Role;
import dev.ristretto.fleet.api.ServicePatch;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.daemon.http.Answer;
import dev.ristretto.fleet.daemon.http.ApiRoute;
import dev.ristretto.fleet.daemon.http.Exchange;
import dev.ristretto.fleet.daemon.http.Paging;
import dev.ristretto.fleet.daemon.http.Parameter;
import dev.ristretto.fleet.daemon.service.Services;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The requests about services. Those that change something are answered when it has been decided; {@code wait} tells
 * what comes of it.
 */
final class ServiceRoutes {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final String ALL = "/v1/services";
    private static final String ONE = "/v1/services/{name}";
    private static final Parameter NAME = Parameter.name("name", "Exact name of the service");

    private final Services services;

    private ServiceRoutes(Services services) {
        this.services = services;
    }

    static List<ApiRoute> of(Services services) {
        return new ServiceRoutes(services).routes();
    }

    private List<ApiRoute> routes() {
        Answer service = Answer.one(200, ServiceView.class);
        Answer decided = Answer.one(202, ServiceView.class);
        return List.of(
                ApiRoute.get("listServices", ALL, Role.VIEWER, "All services, by name")
                        .with(Paging.LIMIT, Paging.CURSOR)
                        .answers(
                                Answer.page(ServiceView.class),
                                exchange -> Paging.page(
                                        exchange,
                                        services.stream(Paging.cursor(exchange).orElse("")),
                                        ServiceView::name)),
                ApiRoute.post("createService", ALL, Role.OPERATOR, "Makes a service; answers once that is decided")
                        .body(NewService.class)
                        .answers(decided, this::create),
                ApiRoute.get("getService", ONE, Role.VIEWER, "One service")
                        .with(NAME)
                        .answers(service, exchange -> services.get(exchange.text("name"))),
                ApiRoute.get(
                                "awaitService",
                                ONE + "/wait",
                                Role.VIEWER,
                                "Answers when the service has changed, or after 30 seconds")
                        .lasting()
                        .with(
                                NAME,
                                Parameter.number(
                                        "changes", "The number of changes that is known: answers when it is another"))
                        .answers(
                                service,
                                exchange -> services.await(
                                        exchange.text("name"),
                                        exchange.number("changes").orElse(0L),
                                        LONGEST_WAIT)),
                ApiRoute.post(
                                "updateService",
                                ONE + "/update",
                                Role.OPERATOR,
                                "Brings a service to another specification")
                        .with(NAME)
                        .body(Specification.class)
                        .answers(
                                decided,
                                exchange -> services.update(exchange.text("name"), exchange.body(Specification.class))),
                ApiRoute.post(
                                "patchService",
                                ONE + "/patch",
                                Role.OPERATOR,
                                "Brings a service to its present specification with some changes; what is absent stays")
                        .with(NAME)
                        .body(ServicePatch.class)
                        .answers(
                                decided,
                                exchange -> services.patch(exchange.text("name"), exchange.body(ServicePatch.class))),
                ApiRoute.post(
                                "rollBackService",
                                ONE + "/rollback",
                                Role.OPERATOR,
                                "Brings a service back to the revision before")
                        .with(NAME)
                        .answers(decided, exchange -> services.rollBack(exchange.text("name"))),
                ApiRoute.post("scaleService", ONE + "/scale", Role.OPERATOR, "Changes how many replicas there are")
                        .with(
                                NAME,
                                Parameter.number("replicas", "How many there are to be")
                                        .asRequired())
                        .answers(decided, exchange -> services.scale(exchange.text("name"), replicas(exchange))),
                ApiRoute.post(
                                "configureService",
                                ONE + "/settings",
                                Role.OPERATOR,
                                "Changes number, scaling and rollout of the replicas")
                        .with(NAME)
                        .body(ServiceSettings.class)
                        .answers(
                                decided,
                                exchange -> services.configure(
                                        exchange.text("name"), exchange.body(ServiceSettings.class))),
                ApiRoute.delete("removeService", ONE, Role.OPERATOR, "Removes a service with its instances")
                        .with(NAME)
                        .answers(decided, exchange -> services.remove(exchange.text("name"))));
    }

    private ServiceView create(Exchange exchange) throws IOException, InterruptedException {
        ServiceView service = services.create(exchange.body(NewService.class));
        exchange.setDetail(service.name());
        return service;
    }

    private static int replicas(Exchange exchange) {
        return (int) Math.min(Integer.MAX_VALUE, exchange.number("replicas").orElseThrow());
    }
}
