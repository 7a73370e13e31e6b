package dev.ristretto.fleet.balancer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A replica that writes down every request it gets, byte for byte, and answers as the first segment of the path says:
 * with bytes that were {@link #prepare}d, or with {@code ok}. It never sends {@code 100 Continue} by itself.
 */
final class RecordingReplica implements AutoCloseable {

    /** Ends the connection without an answer. */
    static final byte[] END = {};

    /** The same with a reset. */
    static final byte[] RESET = {0};

    private static final byte[] OK = bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

    private final ServerSocket server;
    private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
    private final List<Received> received = new ArrayList<>();
    private final Semaphore ended = new Semaphore(0);
    private final AtomicInteger connections = new AtomicInteger();

    /** A request. Names of headers are in lower case; the body is without its framing. */
    record Received(
            String method, String target, List<Map.Entry<String, String>> headers, String body, int connection) {

        List<String> values(String name) {
            return headers.stream()
                    .filter(each -> each.getKey().equals(name))
                    .map(Map.Entry::getValue)
                    .toList();
        }
    }

    RecordingReplica() throws IOException {
        server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    int port() {
        return server.getLocalPort();
    }

    Target target() {
        return new Target("r" + port(), port(), false);
    }

    /** Requests whose path begins so are answered so; the connection is ended behind what does not tell its end. */
    void prepare(String segment, byte[] answer) {
        answers.put(segment, answer);
    }

    /** What has come since this was asked last. */
    List<Received> take() {
        synchronized (received) {
            List<Received> all = List.copyOf(received);
            received.clear();
            return all;
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client, connections.incrementAndGet()));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void serve(Socket client, int connection) {
        try (client) {
            InputStream input = new BufferedInputStream(client.getInputStream());
            while (answer(client, input, connection)) {
                // The next request on the same connection.
            }
        } catch (IOException e) {
            // Whoever asked is gone.
        }
        ended.release();
    }

    /** Waits until it has ended one more connection. */
    void awaitEnd() throws InterruptedException {
        ended.acquire();
    }

    private boolean answer(Socket client, InputStream input, int connection) throws IOException {
        Received request = read(input, connection);
        if (request == null) {
            return false;
        }
        synchronized (received) {
            received.add(request);
        }
        String[] segments = request.target().split("[/?]");
        byte[] answer = answers.getOrDefault(segments.length > 1 ? segments[1] : "", OK);
        if (answer == END) {
            return false;
        }
        if (answer == RESET) {
            client.setSoLinger(true, 0);
            return false;
        }
        boolean head = request.method().equals("HEAD") && answer == OK;
        client.getOutputStream().write(answer, 0, head ? OK.length - 2 : answer.length);
        client.getOutputStream().flush();
        return hasAnEnd(new String(answer, 0, Math.min(answer.length, 2000), StandardCharsets.ISO_8859_1));
    }

    /** Whether an answer's end is told by itself, so that the connection may go on. */
    private static boolean hasAnEnd(String answer) {
        return answer.contains("Content-Length: 2\r\n")
                || answer.contains("chunked\r\n")
                || answer.matches("(?s)HTTP/1.1 (204|304) .*");
    }

    private static @Nullable Received read(InputStream input, int connection) throws IOException {
        String line = line(input);
        if (line == null) {
            return null;
        }
        String[] words = line.split(" ");
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String header = line(input); header != null && !header.isEmpty(); header = line(input)) {
            int colon = header.indexOf(':');
            headers.add(Map.entry(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip()));
        }
        Received head = new Received(words[0], words[1], List.copyOf(headers), "", connection);
        String body = head.values("transfer-encoding").isEmpty()
                ? text(
                        input,
                        head.values("content-length").stream()
                                .mapToInt(Integer::parseInt)
                                .findFirst()
                                .orElse(0))
                : chunks(input);
        return new Received(head.method(), head.target(), head.headers(), body, connection);
    }

    private static String chunks(InputStream input) throws IOException {
        StringBuilder all = new StringBuilder();
        while (true) {
            String size = line(input);
            if (size == null) {
                throw new EOFException("in the middle of a body");
            }
            int length = Integer.parseInt(size.split(";")[0].strip(), 16);
            all.append(text(input, length));
            if (length == 0) {
                String trailer = line(input);
                while (trailer != null && !trailer.isEmpty()) {
                    trailer = line(input);
                }
                return all.toString();
            }
            line(input);
        }
    }

    private static String text(InputStream input, int length) throws IOException {
        byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("in the middle of a body");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static @Nullable String line(InputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = input.read(); b >= 0; b = input.read()) {
            if (b == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(b);
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
