package dev.ristretto.examples.hellohttp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;

/** {@code GET /bytes?n=COUNT}: that many bytes, byte {@code i} being {@code i mod 251}. */
final class Bytes implements HttpHandler {
    private static final int PERIOD = 251;
    /** A multiple of the period, so that every block starts alike. */
    private static final byte[] BLOCK = block(PERIOD * 256);

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        long count = count(exchange.getRequestURI().getQuery());
        if (count < 0) {
            Answers.text(exchange, 400, "Say how many bytes: /bytes?n=COUNT\n");
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        try (exchange) {
            // For sendResponseHeaders, -1 is "no body" and 0 is "length unknown".
            exchange.sendResponseHeaders(200, count == 0 ? -1 : count);
            OutputStream body = exchange.getResponseBody();
            for (long left = count; left > 0; left -= BLOCK.length) {
                body.write(BLOCK, 0, (int) Math.min(left, BLOCK.length));
            }
        }
    }

    /** The value of {@code n}, or -1 where it is missing or no count. */
    private static long count(String query) {
        if (query == null || !query.startsWith("n=")) {
            return -1;
        }
        try {
            return Long.parseLong(query.substring(2));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static byte[] block(int length) {
        byte[] block = new byte[length];
        for (int i = 0; i < length; i++) {
            block[i] = (byte) (i % PERIOD);
        }
        return block;
    }
}
