package dev.ristretto.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ristretto.tools.cli.terminal.HostileText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Stands between the command line and a daemon, and puts hostile text wherever the daemon's answers have a free one.
 */
final class HostileDaemon implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Fields whose values commands read; with others they would understand nothing and print less. */
    private static final Set<String> READ = Set.of("state", "wanted", "health", "next", "role");

    private static final Set<String> NAMED_BY_USERS = Set.of("labels", "environment");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Path socket;
    private final Random random;
    private boolean everywhere;

    HostileDaemon(Path socket, Random random) throws IOException {
        this.socket = socket;
        this.random = random;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on values are changed too that commands read. */
    void beEverywhere() {
        everywhere = true;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            String request =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI() + " HTTP/1.0\r\nHost: localhost\r\n"
                            + (type == null ? "" : "Content-Type: " + type + "\r\n") + "Content-Length: " + body.length
                            + "\r\n\r\n";
            byte[] answer = ask(request.getBytes(StandardCharsets.ISO_8859_1), body);
            String text = new String(answer, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            Map<String, String> headers = text.substring(0, end)
                    .lines()
                    .skip(1)
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf(':')),
                            line -> line.substring(line.indexOf(':') + 1).strip(),
                            (a, b) -> a,
                            () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
            byte[] content = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
            String contentType = headers.getOrDefault("Content-Type", "");
            if (contentType.contains("json") && !contentType.contains("seq")) {
                content = JSON.writeValueAsBytes(changed("", JSON.readTree(content)));
            }
            if (!contentType.isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", contentType);
            }
            int status = Integer.parseInt(text.substring(9, 12));
            exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
            if (content.length > 0) {
                exchange.getResponseBody().write(content);
            }
        }
    }

    private byte[] ask(byte[] head, byte[] body) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            for (byte[] part : new byte[][] {head, body}) {
                ByteBuffer bytes = ByteBuffer.wrap(part);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            while (channel.read(buffer) >= 0) {
                answer.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
            return answer.toByteArray();
        }
    }

    private JsonNode changed(String field, JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JSON.createObjectNode();
            object.properties().forEach(property -> {
                String name = NAMED_BY_USERS.contains(field) ? property.getKey() + hostile() : property.getKey();
                copy.set(name, changed(property.getKey(), property.getValue()));
            });
            if (NAMED_BY_USERS.contains(field)) {
                copy.put(hostile(), hostile());
            }
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JSON.createArrayNode();
            array.forEach(element -> copy.add(changed(field, element)));
            return copy;
        }
        boolean read = READ.contains(field) || node.asText().matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        return node.isTextual() && (everywhere || !read) ? TextNode.valueOf(node.asText() + hostile()) : node;
    }

    private synchronized String hostile() {
        return HostileText.of(random, 8) + "\n\u001b[1A";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
