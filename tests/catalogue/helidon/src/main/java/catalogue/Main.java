package catalogue;

import io.helidon.config.Config;
import io.helidon.logging.common.LogConfig;
import io.helidon.webserver.WebServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;

/** Helidon SE on virtual threads: routes, JSON, its own configuration from application.yaml. */
public final class Main {
    public static void main(String[] arguments) {
        LogConfig.configureRuntime();
        Config config = Config.create();
        String word = config.get("app.word").asString().orElse("none");
        WebServer.builder()
                .host("0.0.0.0")
                .port(Integer.parseInt(System.getenv().getOrDefault("PORT", "8080")))
                .routing(routing -> routing.get(
                                "/greet/{name}",
                                (request, response) -> response.send(Json.createObjectBuilder()
                                        .add("message", word + " " + request.path().pathParameters().get("name"))
                                        .add("virtual", Thread.currentThread().isVirtual())
                                        .build()))
                        .post("/twice", (request, response) -> {
                            int n = request.content().as(JsonObject.class).getInt("n");
                            response.send(Json.createObjectBuilder().add("n", 2 * n).build());
                        }))
                .build()
                .start();
    }
}
