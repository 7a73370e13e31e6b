package catalogue;

import io.javalin.Javalin;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentSkipListMap;

/** Javalin: routes with parameters, JSON both ways, validation, handlers before others, of exceptions and of errors. */
public final class Main {
    public record Cup(String name, int size, List<String> colours) {}

    public static void main(String[] arguments) {
        var cups = new ConcurrentSkipListMap<>(Map.of("mug", new Cup("mug", 3, List.of("blue"))));
        Javalin.create(configuration -> {
                    configuration.startup.showJavalinBanner = false;
                    var routes = configuration.routes;
                    routes.before("/who", context -> context.attribute("who", context.cookie("who")));
                    routes.get("/cups", context -> context.json(cups.values()));
                    routes.get("/cups/{name}", context -> {
                        var cup = cups.get(context.pathParam("name"));
                        if (cup == null) {
                            throw new NoSuchElementException(context.path());
                        }
                        context.json(cup);
                    });
                    routes.post("/cups", context -> {
                        var cup = context.bodyValidator(Cup.class).check(c -> c.size() > 0, "too small").get();
                        cups.put(cup.name(), cup);
                        context.status(HttpStatus.CREATED).json(Map.of("made", cup.name()));
                    });
                    routes.get("/times", context -> {
                        int n = context.queryParamAsClass("n", Integer.class).getOrDefault(1);
                        context.result("x".repeat(n) + " for " + context.queryParam("for"));
                    });
                    routes.get("/bad", context -> {
                        throw new BadRequestResponse("as meant");
                    });
                    routes.exception(NoSuchElementException.class, (e, context) -> context.status(404).result("no " + e.getMessage()));
                    routes.error(418, context -> context.result("a pot"));
                    routes.get("/pot", context -> context.status(418));
                    routes.get("/who", context -> context.html("<b>" + context.attribute("who") + "</b>"));
                })
                .start("0.0.0.0", Integer.parseInt(System.getenv().getOrDefault("PORT", "8080")));
    }
}
