package dev.ristretto.examples.hellohttp;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/**
 * The JDK's HTTP server, one virtual thread per request.
 *
 * <p>{@code GET /} greets, {@code GET /bytes?n=COUNT} sends that many bytes of a fixed pattern, {@code POST /upload}
 * answers with length and SHA-256 of what was sent. Listens on port 8080, or on the one in the environment variable
 * {@code PORT}.
 */
public final class HelloHttp {
    private static final int BACKLOG = 1024;

    private HelloHttp() {}

    /** Serves until asked to stop. */
    public static void main(String[] arguments) throws IOException {
        // Without this the server waits for more to send after each answer, as its default has been since 2006.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = start(port(System.getenv("PORT")));
        System.out.println("Listening on port " + server.getAddress().getPort());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.stop(1);
            System.out.println("Stopped, all requests answered");
        }));
    }

    /** Starts a server; port 0 takes a free one. */
    static HttpServer start(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(port), BACKLOG);
        server.createContext("/", new Greeting());
        server.createContext("/bytes", new Bytes());
        server.createContext("/upload", new Upload());
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    private static int port(String text) {
        return text == null ? 8080 : Integer.parseInt(text);
    }
}
