package differential;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieManager;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** The JDK's server and clients of HTTP, on the loopback interface. */
final class WebProbes {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private WebProbes() {}

    static void run(Probes p) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/echo", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            answer(exchange, 200, exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + new String(body, StandardCharsets.UTF_8));
        });
        server.createContext("/status/", exchange -> answer(exchange, Integer.parseInt(exchange.getRequestURI().getPath().substring(8)), "body"));
        server.createContext("/redirect", exchange -> {
            exchange.getResponseHeaders().add("Location", "/echo?redirected");
            answer(exchange, 302, "");
        });
        server.createContext("/headers", exchange -> {
            Headers headers = exchange.getRequestHeaders();
            exchange.getResponseHeaders().add("X-Two", "1");
            exchange.getResponseHeaders().add("X-Two", "2");
            answer(exchange, 200, headers.keySet().stream().sorted().map(key -> key + "=" + headers.get(key)).collect(Collectors.joining(" ")).replaceAll(":\\d{4,5}", ":PORT"));
        });
        server.createContext("/cookie", exchange -> {
            exchange.getResponseHeaders().add("Set-Cookie", "k=v; Path=/");
            answer(exchange, 200, String.valueOf(exchange.getRequestHeaders().get("Cookie")));
        });
        server.createContext("/failing", exchange -> {
            throw new IllegalStateException("handler");
        });
        server.createContext("/slow", exchange -> {
            try {
                Thread.sleep(3_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.createContext("/private", exchange -> answer(exchange, 200, exchange.getPrincipal().toString())).setAuthenticator(new BasicAuthenticator("realm") {
            @Override
            public boolean checkCredentials(String user, String password) {
                return user.equals("user") && password.equals("secret");
            }
        });
        server.start();
        try (HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).cookieHandler(new CookieManager()).build()) {
            clients(p, client, base);
            old(p, base);
            errors(p, client, base);
        } finally {
            server.stop(0);
        }
    }

    private static void answer(com.sun.net.httpserver.HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean empty = status == 204 || status == 304 || bytes.length == 0;
        exchange.sendResponseHeaders(status, empty ? -1 : bytes.length);
        if (!empty) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private static HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri));
    }

    private static String send(HttpClient client, HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        return response.statusCode() + " " + response.version() + " " + response.body();
    }

    private static void clients(Probes p, HttpClient client, String base) {
        p.of("get", () -> send(client, request(base + "/echo?a=%20b")));
        for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "OWN"}) {
            p.of("method " + method, () -> send(client, request(base + "/echo").method(method, BodyPublishers.ofString("b\u00f6dy"))));
        }
        for (int status : new int[] {201, 204, 304, 400, 404, 500, 503}) {
            p.of("status " + status, () -> send(client, request(base + "/status/" + status)));
        }
        p.of("not found", () -> send(client, request(base + "/nothing")));
        p.of("redirect", () -> {
            HttpResponse<String> response = client.send(request(base + "/redirect").build(), BodyHandlers.ofString());
            return response.body() + " " + response.previousResponse().map(HttpResponse::statusCode);
        });
        p.of("headers", () -> send(client, request(base + "/headers").header("X-Own", "1").header("X-Own", "2")));
        p.of("response headers", () -> client.send(request(base + "/headers").build(), BodyHandlers.discarding()).headers().map().keySet().stream().sorted());
        p.of("all values", () -> client.send(request(base + "/headers").build(), BodyHandlers.discarding()).headers().allValues("x-two"));
        p.of("cookie", () -> send(client, request(base + "/cookie")) + send(client, request(base + "/cookie")));
        p.of("asynchronous", () -> client.sendAsync(request(base + "/echo").build(), BodyHandlers.ofLines()).thenApply(response -> response.body().toList()).get());
        p.of("bytes", () -> client.send(request(base + "/echo").POST(BodyPublishers.ofByteArray(new byte[100_000])).build(), BodyHandlers.ofByteArray()).body().length);
        p.of("streamed", () -> client.send(request(base + "/echo").POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(new byte[] {'s'}))).build(), BodyHandlers.ofInputStream()).body().readAllBytes());
        p.of("not authorized", () -> {
            HttpResponse<Void> response = client.send(request(base + "/private").build(), BodyHandlers.discarding());
            return response.statusCode() + " " + response.headers().firstValue("www-authenticate");
        });
        p.of("authorized", () -> {
            Authenticator user = new Authenticator() {
                @Override
                protected PasswordAuthentication getPasswordAuthentication() {
                    return new PasswordAuthentication("user", "secret".toCharArray());
                }
            };
            try (HttpClient own = HttpClient.newBuilder().authenticator(user).build()) {
                return send(own, request(base + "/private"));
            }
        });
        p.of("many", () -> {
            var all = java.util.stream.IntStream.range(0, 30).mapToObj(index -> client.sendAsync(request(base + "/echo?" + index).build(), BodyHandlers.ofString())).toList();
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();
            return all.stream().map(CompletableFuture::join).filter(response -> response.statusCode() == 200).count();
        });
        p.of("request text", () -> request("http://h/x").build() + " " + request("http://h/x").POST(BodyPublishers.noBody()).build().method());
        p.of("client", () -> client.version() + " " + client.followRedirects() + " " + client.connectTimeout());
    }

    private static HttpURLConnection open(String uri) throws IOException {
        return (HttpURLConnection) URI.create(uri).toURL().openConnection();
    }

    private static void old(Probes p, String base) {
        p.of("old get", () -> new String(open(base + "/echo?x").getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        p.of("old post", () -> {
            HttpURLConnection connection = open(base + "/echo");
            connection.setDoOutput(true);
            connection.getOutputStream().write("out".getBytes(StandardCharsets.UTF_8));
            return connection.getResponseCode() + connection.getResponseMessage() + new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        });
        p.of("old headers", () -> new String(open(base + "/headers").getInputStream().readAllBytes(), StandardCharsets.UTF_8).replaceAll("Java/[0-9.]+", "Java/N"));
        p.of("old error", () -> {
            HttpURLConnection connection = open(base + "/status/404");
            return connection.getResponseCode() + new String(connection.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        });
        p.of("old missing", () -> {
            try {
                return open(base + "/status/404").getInputStream();
            } catch (java.io.FileNotFoundException e) {
                return "FileNotFoundException";
            }
        });
        p.of("old failing", () -> {
            try {
                return open(base + "/status/500").getInputStream();
            } catch (IOException e) {
                return e.getMessage().replaceAll(":\\d{4,5}", ":PORT");
            }
        });
        p.of("old redirect", () -> {
            HttpURLConnection connection = open(base + "/redirect");
            return connection.getResponseCode() + " " + connection.getURL().getQuery();
        });
        p.does("old method", () -> open(base + "/echo").setRequestMethod("PATCH"));
        p.of("old stream", () -> URI.create(base + "/echo").toURL().openStream().readAllBytes());
        p.of("old head", () -> {
            HttpURLConnection connection = open(base + "/echo");
            connection.setRequestMethod("HEAD");
            return connection.getResponseCode() + " " + connection.getContentLength();
        });
        p.of("old field", () -> open(base + "/echo").getHeaderField(0));
        p.of("old timeout", () -> {
            HttpURLConnection connection = open(base + "/slow");
            connection.setReadTimeout(50);
            return connection.getResponseCode();
        });
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    private static void errors(Probes p, HttpClient client, String base) {
        p.of("handler fails", () -> send(client, request(base + "/failing")));
        p.of("timeout", () -> send(client, request(base + "/slow").timeout(Duration.ofMillis(50))));
        p.of("refused", () -> send(client, request("http://127.0.0.1:" + closedPort() + "/")));
        p.of("old refused", () -> open("http://127.0.0.1:" + closedPort() + "/").getResponseCode());
        p.of("unknown host", () -> send(client, request("http://no-such-host.invalid/")));
        p.of("old unknown host", () -> open("http://no-such-host.invalid/").getResponseCode());
        p.of("scheme", () -> request("ftp://h/"));
        p.of("no host", () -> request("http:///x"));
        p.of("bad header", () -> request(base).header("a b", "c"));
        p.of("restricted header", () -> request(base).header("Content-Length", "1"));
        p.of("bad method", () -> request(base).method("a b", BodyPublishers.noBody()));
        p.of("bad timeout", () -> request(base).timeout(Duration.ZERO));
        p.of("no server", () -> {
            try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
                Thread.startVirtualThread(() -> {
                    try (var accepted = socket.accept()) {
                        accepted.getOutputStream().write("garbage\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
                return send(client, request("http://127.0.0.1:" + socket.getLocalPort() + "/"));
            }
        });
        p.of("web socket refused", () -> client.newWebSocketBuilder().buildAsync(URI.create("ws" + base.substring(4) + "/echo"), new WebSocket.Listener() {}).get().isInputClosed());
        p.of("closed client", () -> {
            HttpClient closed = HttpClient.newHttpClient();
            closed.close();
            return send(closed, request(base + "/echo"));
        });
        p.of("bound twice", () -> HttpServer.create().getAddress());
        p.does("stop unstarted", () -> HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0).stop(0));
        p.of("bad context", () -> HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0).createContext("x"));
    }
}
