package dev.ristretto.fleet.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.fleet.api.Page;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.error.Problem;
import dev.ristretto.fleet.client.DaemonEndpoint.Connection;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Sends requests and reads answers, each on a connection of its own. Fails with a {@link FleetException} in the
 * daemon's words, or one that says that the daemon cannot be reached. Safe for use by several threads.
 */
final class DaemonTransport {

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static final String EVENT = "event: ";
    private static final String DATA = "data: ";

    private final DaemonEndpoint endpoint;

    DaemonTransport(DaemonEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Whether somebody listens. */
    boolean isAnswered() {
        try (Connection ignored = endpoint.connect()) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends a request whose answer says nothing. */
    void nothing(Request request) {
        bytes(request);
    }

    /** Answers a value. */
    <T> T one(Request request, Class<T> type) {
        return read(bytes(request), JSON.getTypeFactory().constructType(type));
    }

    /** Answers a list. */
    <T> List<T> list(Request request, Class<T> type) {
        return read(bytes(request), JSON.getTypeFactory().constructCollectionType(List.class, type));
    }

    /** Answers what is on a page and those behind it, which are fetched when they are needed. */
    <T> Stream<T> pages(Request request, Class<T> type) {
        JavaType pageType = JSON.getTypeFactory().constructParametricType(Page.class, type);
        Page<T> first = read(bytes(request), pageType);
        return Stream.iterate(first, Objects::nonNull, page -> {
                    String next = page.next();
                    return next == null ? null : this.<Page<T>>read(bytes(Request.of("GET", next)), pageType);
                })
                .flatMap(page -> page.items().stream());
    }

    /** Copies an answer as it comes. */
    void copy(Request request, OutputStream output) {
        try (Connection connection = endpoint.connect()) {
            send(connection, request).body().transferTo(output);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /**
     * Hands on server-sent events (HTML standard, section 9.2) until there are no more; each has one line of data here.
     *
     * @param event the name of the events that are meant; others are left out
     * @param consumer answers whether to go on
     */
    <T> void follow(Request request, String event, Class<T> type, Predicate<T> consumer) {
        JavaType dataType = JSON.getTypeFactory().constructType(type);
        try (Connection connection = endpoint.connect();
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(send(connection, request).body(), StandardCharsets.UTF_8))) {
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(EVENT)) {
                    name = line.substring(EVENT.length());
                } else if (line.startsWith(DATA) && name.equals(event)) {
                    byte[] data = line.substring(DATA.length()).getBytes(StandardCharsets.UTF_8);
                    if (!consumer.test(this.<T>read(data, dataType))) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private byte[] bytes(Request request) {
        try (Connection connection = endpoint.connect()) {
            return send(connection, request).body().readAllBytes();
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private HttpAnswer send(Connection connection, Request request) throws IOException {
        Object body = request.body();
        if (body instanceof Path file) {
            try (InputStream content = Files.newInputStream(file)) {
                send(connection, request, "application/octet-stream", Files.size(file), content);
            }
        } else {
            byte[] content = body == null ? new byte[0] : JSON.writeValueAsBytes(body);
            send(connection, request, "application/json", content.length, new ByteArrayInputStream(content));
        }
        HttpAnswer answer = HttpAnswer.read(connection.input());
        if (answer.status() >= 400) {
            throw refused(answer);
        }
        return answer;
    }

    private void send(Connection connection, Request request, String type, long length, InputStream content) {
        String header = request.method() + " " + request.target() + " HTTP/1.1\r\n" + endpoint.header()
                + "Connection: close\r\nContent-Type: " + type + "\r\nContent-Length: " + length + "\r\n\r\n";
        try {
            OutputStream output = connection.output();
            output.write(header.getBytes(StandardCharsets.US_ASCII));
            content.transferTo(output);
            output.flush();
        } catch (IOException e) {
            // Who refuses a request need not read all of it; the answer says why.
        }
    }

    private FleetException refused(HttpAnswer answer) throws IOException {
        Problem problem =
                read(answer.body().readAllBytes(), JSON.getTypeFactory().constructType(Problem.class));
        return new FleetException(
                switch (answer.status()) {
                    case 400, 411, 413, 415, 422 -> Kind.INVALID;
                    case 404, 405 -> Kind.UNKNOWN;
                    case 401, 403 -> Kind.DENIED;
                    case 409 -> Kind.CONFLICT;
                    default -> Kind.FAILURE;
                },
                problem.detail());
    }

    private <T> T read(byte[] json, JavaType type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw notUnderstood(e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw notUnderstood(String.valueOf(e.getMessage()), e);
        }
    }

    private static FleetException notUnderstood(String why, IOException cause) {
        return new FleetException(
                Kind.FAILURE,
                "The daemon's answer is not understood: " + why
                        + "\nIs it of another version? ristretto daemon status tells",
                cause);
    }

    private FleetException unreachable(IOException cause) {
        return new FleetException(Kind.FAILURE, endpoint.advice(String.valueOf(cause.getMessage())), cause);
    }
}
