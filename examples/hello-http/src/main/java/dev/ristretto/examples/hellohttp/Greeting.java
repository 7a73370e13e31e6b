package dev.ristretto.examples.hellohttp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;

/** {@code GET /}: one line of HTML; any other path below it is not found. */
final class Greeting implements HttpHandler {
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals("/")) {
            Answers.text(exchange, 404, "Nothing here; try /, /bytes?n=1000 or POST /upload\n");
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        Answers.send(exchange, 200, "<!doctype html><title>Ristretto</title><h1>Hello from Ristretto</h1>\n");
    }
}
