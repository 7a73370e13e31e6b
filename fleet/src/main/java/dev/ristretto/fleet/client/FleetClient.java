package dev.ristretto.fleet.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.fleet.FleetException;
import dev.ristretto.fleet.FleetException.Kind;
import dev.ristretto.fleet.InstanceFilter;
import dev.ristretto.fleet.InstanceName;
import dev.ristretto.fleet.api.AuditEntry;
import dev.ristretto.fleet.api.ConsoleLink;
import dev.ristretto.fleet.api.ConsoleText;
import dev.ristretto.fleet.api.DaemonStatus;
import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.api.NewToken;
import dev.ristretto.fleet.api.Page;
import dev.ristretto.fleet.api.Problem;
import dev.ristretto.fleet.api.TokenView;
import dev.ristretto.fleet.api.Usage;
import dev.ristretto.fleet.client.Endpoint.Connection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Version 1 of the daemon's API. Every method fails with a {@link FleetException} in the daemon's words, or one that says that the daemon cannot be
 * reached. Safe for use by several threads; each request has a connection of its own.
 */
public final class FleetClient {

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static final int LARGEST_PAGE = 1000;

    private final Endpoint endpoint;

    /** A client of the daemon that listens on a socket. */
    public FleetClient(Path socket) {
        endpoint = new SocketEndpoint(socket);
    }

    /**
     * A client of a daemon that listens on a network.
     *
     * @param url scheme, host and port
     * @param token who is asking
     * @param certificate what it must show, or who must have signed that, in PEM; without it, what this Java trusts
     */
    public FleetClient(URI url, String token, Optional<String> certificate) {
        endpoint = new UrlEndpoint(url, token, certificate);
    }

    /** Whether somebody listens. */
    public boolean isAnswered() {
        try (Connection ignored = endpoint.connect()) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The daemon about itself. */
    public DaemonStatus status() {
        return value(call("GET", "status", null), new TypeReference<>() {});
    }

    /** Ends the daemon; instances go on. */
    public void shutdown() {
        call("POST", "shutdown", null);
    }

    /** Makes an instance and starts it. */
    public InstanceView create(NewInstance wish) {
        return value(call("POST", "instances", wish), new TypeReference<>() {});
    }

    /** All instances, by name. */
    public List<InstanceView> list() {
        return list(InstanceFilter.ALL);
    }

    /** The instances that pass a filter, by name. */
    public List<InstanceView> list(InstanceFilter filter) {
        List<InstanceView> instances = new ArrayList<>();
        String next = "/v1/instances?"
                + filter.conditions().entrySet().stream()
                        .flatMap(condition ->
                                condition.getValue().stream().map(value -> condition.getKey() + "=" + encode(value)))
                        .collect(Collectors.joining("&"));
        while (next != null) {
            Page<InstanceView> page =
                    value(call("GET", next.substring("/v1/".length()), null), new TypeReference<>() {});
            instances.addAll(page.items());
            next = page.next();
        }
        return instances;
    }

    /** One instance. */
    public InstanceView get(String name) {
        return value(call("GET", path(name), null), new TypeReference<>() {});
    }

    /** Starts an instance. */
    public InstanceView start(String name) {
        return value(call("POST", path(name) + "/start", null), new TypeReference<>() {});
    }

    /** Stops an instance, by force after a number of seconds. */
    public InstanceView stop(String name, long graceSeconds) {
        return value(call("POST", path(name) + "/stop?grace=" + graceSeconds, null), new TypeReference<>() {});
    }

    /** Stops an instance if it runs, and starts it. */
    public InstanceView restart(String name, long graceSeconds) {
        return value(call("POST", path(name) + "/restart?grace=" + graceSeconds, null), new TypeReference<>() {});
    }

    /** Removes an instance; with force also one that runs. */
    public void remove(String name, boolean force) {
        call("DELETE", path(name) + "?force=" + force, null);
    }

    /** Waits until an instance has ended for good. */
    public InstanceView await(String name) {
        while (true) {
            InstanceView instance = value(call("GET", path(name) + "/wait", null), new TypeReference<>() {});
            if (instance.state().equals("ended") && !instance.wanted().equals("restarted")) {
                return instance;
            }
        }
    }

    /** Makes a token; its secret is told this once. */
    public TokenView createToken(NewToken wish) {
        return value(call("POST", "tokens", wish), new TypeReference<>() {});
    }

    /** All tokens, by name. */
    public List<TokenView> tokens() {
        return value(call("GET", "tokens", null), new TypeReference<>() {});
    }

    /** Removes a token. */
    public void removeToken(String name) {
        InstanceName.check(name);
        call("DELETE", "tokens/" + encode(name), null);
    }

    /** Who has asked for what, newest first; at most so many. */
    public List<AuditEntry> audit(int most) {
        List<AuditEntry> entries = new ArrayList<>();
        String next = "/v1/audit?limit=" + Math.min(most, LARGEST_PAGE);
        while (next != null && entries.size() < most) {
            Page<AuditEntry> page = value(call("GET", next.substring("/v1/".length()), null), new TypeReference<>() {});
            entries.addAll(page.items());
            next = page.next();
        }
        return entries.subList(0, Math.min(most, entries.size()));
    }

    /** A link that opens the dashboard once. */
    public ConsoleLink console() {
        return value(call("POST", "console", null), new TypeReference<>() {});
    }

    /** What running instances use: those of these names, if any are given, and with all of these labels. */
    public List<Usage> usage(List<String> names, List<String> labels) {
        String query = Stream.concat(
                        names.stream().map(name -> "name=" + encode(name)),
                        labels.stream().map(label -> "label=" + encode(label)))
                .collect(Collectors.joining("&"));
        return value(call("GET", "usage?" + query, null), new TypeReference<>() {});
    }

    /** Events behind a sequence number; a page of them. */
    public List<Event> events(long after) {
        Page<Event> page = value(call("GET", "events?cursor=" + after, null), new TypeReference<>() {});
        return page.items();
    }

    /**
     * Hands on events as they come.
     *
     * @param consumer answers whether to go on
     */
    public void followEvents(long after, Predicate<Event> consumer) {
        follow("events?follow=true&cursor=" + after, data -> consumer.test(read(data, new TypeReference<>() {})));
    }

    /** Copies what an instance has written to its console. */
    public void logs(String name, Optional<Instant> since, PrintStream output) {
        try (Connection connection = endpoint.connect()) {
            request(connection, "GET", path(name) + "/logs?" + since(since), null)
                    .body()
                    .transferTo(output);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /**
     * The same, and what it writes from now on; returns when it has ended.
     *
     * @param output answers whether to go on
     */
    public void followLogs(String name, Optional<Instant> since, Predicate<String> output) {
        follow(path(name) + "/logs?follow=true" + since(since), data -> {
            ConsoleText text = read(data, new TypeReference<>() {});
            return output.test(text.text());
        });
    }

    private static String since(Optional<Instant> since) {
        return since.map(time -> "&since=" + time.toEpochMilli()).orElse("");
    }

    /** Server-sent events; each has one line of data here. */
    private void follow(String path, Predicate<String> consumer) {
        String data = "data: ";
        try (Connection connection = endpoint.connect();
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        request(connection, "GET", path, null).body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(data) && !consumer.test(line.substring(data.length()))) {
                    return;
                }
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    byte[] call(String method, String path, @Nullable Object body) {
        try (Connection connection = endpoint.connect()) {
            return request(connection, method, path, body).body().readAllBytes();
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private HttpAnswer request(Connection connection, String method, String path, @Nullable Object body)
            throws IOException {
        byte[] content = body == null ? new byte[0] : JSON.writeValueAsBytes(body);
        String header = method + " /v1/" + path + " HTTP/1.1\r\n" + endpoint.header() + "Connection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + content.length + "\r\n\r\n";
        try {
            OutputStream output = connection.output();
            output.write(header.getBytes(StandardCharsets.US_ASCII));
            output.write(content);
            output.flush();
        } catch (IOException e) {
            // Who refuses a request need not read all of it; the answer says why.
        }
        HttpAnswer answer = HttpAnswer.read(connection.input());
        if (answer.status() >= 400) {
            Problem problem =
                    read(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8), new TypeReference<>() {});
            throw new FleetException(
                    switch (answer.status()) {
                        case 400, 413, 415, 422 -> Kind.INVALID;
                        case 404, 405 -> Kind.UNKNOWN;
                        case 401, 403 -> Kind.DENIED;
                        case 409 -> Kind.CONFLICT;
                        default -> Kind.FAILURE;
                    },
                    problem.detail());
        }
        return answer;
    }

    static <T> T value(byte[] json, TypeReference<T> type) {
        return read(new String(json, StandardCharsets.UTF_8), type);
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new FleetException(
                    Kind.FAILURE,
                    "The daemon's answer is not understood: " + e.getOriginalMessage()
                            + "\nIs it of another version? ristretto daemon status tells",
                    e);
        }
    }

    private static String path(String name) {
        InstanceName.check(name);
        return "instances/" + encode(name);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private FleetException unreachable(IOException cause) {
        return new FleetException(Kind.FAILURE, endpoint.advice(String.valueOf(cause.getMessage())), cause);
    }
}
