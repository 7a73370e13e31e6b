package dev.ristretto.fleet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.api.NewService;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.client.FleetClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An operator makes as much as an operator may, then everybody asks for all of it at once: the daemon's process, with
 * the heap that it has by default, goes on, and what can be listed is listed, in parts.
 */
@Timeout(300)
class LargeAnswersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Written as six characters of JSON each. */
    private static final String VALUE = "\u0001".repeat(40_000);

    private static final int AT_ONCE = 60;
    private static final int ROUNDS = 3;

    /** A page of 512 KiB, and the item with which it is full: a service has what it runs twice. */
    private static final int LARGEST_PAGE = 1100 << 10;

    @TempDir
    Path folder;

    private HostileDaemonProcess daemon;
    private String operator;

    @BeforeEach
    void start() throws Exception {
        daemon = new HostileDaemonProcess(folder);
        operator = daemon.token("operator", "operator");
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
    }

    /** Until it is refused. */
    private static int make(Making making) {
        for (int made = 0; ; made++) {
            try {
                making.make(made);
            } catch (FleetException e) {
                assertThat(e.kind()).as(e.getMessage()).isEqualTo(Kind.CONFLICT);
                assertThat(e).hasMessageContaining("of the daemon's memory, which has");
                return made;
            }
        }
    }

    private interface Making {
        void make(int number);
    }

    private Specification large() {
        return Specification.builder(HostileDaemon.IMAGE + ":latest", daemon.image.digest(), "", 64 << 20)
                .environment(Map.of("A", VALUE))
                .machine("microvm")
                .accelerator("tcg")
                .restart("no")
                .build();
    }

    @Test
    void noAnswerTakesMoreMemoryThanThereIs() throws Exception {
        FleetClient client = daemon.client(operator);
        int instances = make(number -> client.createInstance(new NewInstance("i" + number, large())));
        int services = make(number -> client.createService(
                new NewService("s" + number, large(), new ServiceSettings(null, false, 0, 1, 1000, 0, null))));
        assertThat(instances).isGreaterThan(100);
        assertThat(services).isGreaterThan(100);
        daemon.owner.stopInstance("i0", 0L);
        List<String> paths = List.of(
                "/v1/instances",
                "/v1/services",
                "/v1/instances/i0/wait",
                "/v1/instances/i0",
                "/v1/services/s0",
                "/v1/events",
                "/v1/usage",
                "/v1/samples/latest",
                "/v1/images",
                "/v1/images/" + daemon.image.digest().substring("sha256:".length()),
                "/metrics");
        String viewer = daemon.token("viewer", "viewer");
        for (String path : paths) {
            for (int round = 0; round < ROUNDS; round++) {
                askAtOnce(path, List.of(operator, viewer));
            }
            leaveUnread(path, viewer);
        }
        daemon.requireAlive();
        assertThat(daemon.peakResident()).isLessThan(HostileDaemonProcess.MOST_RESIDENT);
        assertThat(all("/v1/instances")).isEqualTo(instances);
        assertThat(all("/v1/services")).isEqualTo(services);
        assertThat(daemon.owner.instances())
                .map(InstanceView::name)
                .hasSize(instances)
                .isSorted();
    }

    /** Each is answered, or told to come again. */
    private void askAtOnce(String path, List<String> tokens) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> questions = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                HttpRequest request = request(path, tokens.get(i % tokens.size()));
                questions.add(
                        () -> http.send(request, BodyHandlers.discarding()).statusCode());
            }
            for (Future<Integer> answer : threads.invokeAll(questions)) {
                assertThat(answer.get()).as(path).isIn(200, 503);
            }
        }
        daemon.requireAlive();
    }

    private HttpRequest request(String path, String token) {
        return HttpRequest.newBuilder(URI.create(daemon.url + path))
                .header("Authorization", "Bearer " + token)
                .build();
    }

    /** Answers that nobody takes must not be kept without end. */
    private void leaveUnread(String path, String token) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n";
        List<SocketChannel> open = new ArrayList<>();
        try {
            for (int i = 0; i < AT_ONCE; i++) {
                open.add(daemon.connect(request.repeat(5).getBytes(StandardCharsets.ISO_8859_1)));
            }
            assertThat(daemon.owner.getStatus().version()).isEqualTo("test");
        } finally {
            for (SocketChannel channel : open) {
                channel.close();
            }
        }
        daemon.requireAlive();
    }

    /** How many there are on all pages, none of which is larger than it may be. */
    private int all(String path) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        int items = 0;
        for (String next = path; !next.isEmpty(); ) {
            byte[] body = http.send(request(next, operator), BodyHandlers.ofByteArray())
                    .body();
            assertThat(body.length).as(next).isLessThan(LARGEST_PAGE);
            JsonNode page = JSON.readTree(body);
            items += page.path("items").size();
            next = page.path("next").asText();
        }
        return items;
    }
}
