package dev.ristretto.tests.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** The JDK's HTTP server and client over the loopback. */
final class HttpChecks {
    private HttpChecks() {}

    static void plan(Plan plan) {
        plan.check("get", "200 GET /path 0", () -> withServer((client, root) -> {
            HttpResponse<String> answer =
                    client.send(request(root, "/path").build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        }));
        plan.check("post of 300,000 bytes", "POST / 300000", () -> withServer((client, root) -> client.send(
                        request(root, "/")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[300_000]))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body()));
        plan.check("100 requests, kept alive", 100, () -> withServer((client, root) -> {
            int sound = 0;
            for (int i = 0; i < 100; i++) {
                sound += client.send(request(root, "/" + i).build(), HttpResponse.BodyHandlers.ofString())
                                .body()
                                .equals("GET /" + i + " 0")
                        ? 1
                        : 0;
            }
            return sound;
        }));
        plan.check("50 requests at once", 50, () -> withServer((client, root) -> {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(client.sendAsync(
                        request(root, "/x").build(), HttpResponse.BodyHandlers.ofString()));
            }
            int sound = 0;
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                sound += answer.get(60, TimeUnit.SECONDS).statusCode() == 200 ? 1 : 0;
            }
            return sound;
        }));
        plan.check("https", "GET /secret 0", () -> {
            SSLContext context = TlsChecks.context();
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            return answer(server, "https", HttpClient.newBuilder().sslContext(context), (client, root) -> client.send(
                            request(root, "/secret").build(), HttpResponse.BodyHandlers.ofString())
                    .body());
        });
    }

    @FunctionalInterface
    private interface Conversation {
        Object run(HttpClient client, URI root) throws Exception;
    }

    private static Object withServer(Conversation conversation) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        return answer(server, "http", HttpClient.newBuilder(), conversation);
    }

    private static Object answer(HttpServer server, String scheme, HttpClient.Builder builder, Conversation conversation)
            throws Exception {
        server.createContext("/", HttpChecks::describe);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        try (HttpClient client = builder.version(HttpClient.Version.HTTP_1_1).build()) {
            URI root = URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
            return conversation.run(client, root);
        } finally {
            server.stop(0);
        }
    }

    private static HttpRequest.Builder request(URI root, String path) {
        return HttpRequest.newBuilder(root.resolve(path));
    }

    /** Answers with method, path and length of the body. */
    private static void describe(HttpExchange exchange) throws IOException {
        int length = exchange.getRequestBody().readAllBytes().length;
        String path = exchange.getRequestURI().getPath();
        byte[] answer = (exchange.getRequestMethod() + " " + path + " " + length).getBytes();
        try (exchange) {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }
}
