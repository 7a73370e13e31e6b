package dev.ristretto.examples.hellohttp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** {@code POST /upload}: answers with length and SHA-256 of the body, which is never held whole. */
final class Upload implements HttpHandler {
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) { // also if there is no memory for the block
            MessageDigest digest = sha256();
            long length = 0;
            byte[] block = new byte[64 * 1024];
            InputStream body = exchange.getRequestBody();
            for (int read = body.read(block); read >= 0; read = body.read(block)) {
                digest.update(block, 0, read);
                length += read;
            }
            Answers.text(exchange, 200, length + " " + HexFormat.of().formatHex(digest.digest()) + "\n");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
