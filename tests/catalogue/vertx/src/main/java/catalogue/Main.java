package catalogue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.handler.BodyHandler;

/** Vert.x: routes with parameters and bodies, a timer, and a client that calls the server itself. */
public final class Main {
    public static void main(String[] arguments) {
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
        var vertx = Vertx.vertx();
        var client = WebClient.create(vertx);
        var router = Router.router(vertx);
        router.get("/hello/:name").handler(context -> context.json(new JsonObject().put("hello", context.pathParam("name"))));
        router.post("/sum").handler(BodyHandler.create(false)).handler(context -> {
            JsonObject body = context.body().asJsonObject();
            context.json(new JsonObject().put("sum", body.getInteger("a") + body.getInteger("b")));
        });
        router.get("/later").handler(context -> vertx.setTimer(10, id -> context.end("later")));
        router.get("/proxy").handler(context -> client.get(port, "127.0.0.1", "/hello/proxy")
                .send()
                .onSuccess(answer -> context.end("got " + answer.bodyAsString()))
                .onFailure(context::fail));
        vertx.createHttpServer().requestHandler(router).listen(port).onFailure(Throwable::printStackTrace);
    }
}
