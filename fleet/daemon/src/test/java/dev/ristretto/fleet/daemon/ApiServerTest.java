package dev.ristretto.fleet.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.fleet.client.ListEventsQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The API over its socket, with the client that the command line uses. Instances have their own tests. */
@Timeout(60)
class ApiServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private SimulatedDaemon daemon;
    private FleetClient client;
    private Path socket;

    @BeforeEach
    void start() throws Exception {
        daemon = new SimulatedDaemon(folder);
        socket = daemon.socket;
        client = daemon.client();
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
    }

    @Test
    void onlyTheUserMayConnect() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void theStatusArrivesAsItWasSent() {
        assertThat(client.getStatus().version()).isEqualTo("test");
        assertThat(client.instances()).isEmpty();
        assertThat(client.listEvents(new ListEventsQuery())).isEmpty();
        assertThat(client.isAnswered()).isTrue();
    }

    @Test
    void anUnknownInstanceIsAProblemInWords() {
        assertThatThrownBy(() -> client.getInstance("web"))
                .isInstanceOfSatisfying(
                        FleetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNKNOWN))
                .hasMessage("No instance is called web. There are none.");
        assertThatThrownBy(() -> client.stopInstance("../../etc", 1L))
                .isInstanceOf(FleetException.class)
                .hasMessageStartingWith("'../../etc' is no name for an instance");
    }

    @Test
    void aRequestThatMakesNoSenseIsRefusedWithAProblem() throws Exception {
        assertThat(raw("GET /v1/nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404")
                .contains("application/problem+json")
                .contains("There is no GET /v1/nothing");
        assertThat(get("/nothing")).startsWith("HTTP/1.1 404").contains("problem+json");
        assertThat(get("//")).contains("problem+json").doesNotContain("HTTP/1.1 500");
        assertThat(get("/v1/instances/..%2F..%2Fetc")).startsWith("HTTP/1.1 4").contains("problem+json");
        assertThat(get("/v1/events?since=%zz")).startsWith("HTTP/1.1 400").contains("problem+json");
        assertThat(raw("NONSENSE\r\n\r\n")).startsWith("HTTP/1.1 400").contains("problem+json");
        assertThat(raw("POST /v1/instances/web/stop?grace=86401 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("at most 86400 seconds");
        assertThat(post("{\"nothing\": 1}")).startsWith("HTTP/1.1 400").contains("problem+json");
        assertThat(post("not JSON")).startsWith("HTTP/1.1 400").contains("problem+json");
        assertThat(post("{}")).startsWith("HTTP/1.1 400").contains("specification");
        assertThat(raw("GET /v1/events?since=-1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("since must be a number");
    }

    @Test
    void aMethodThatIsNotThereIsToldWithThoseThatAre() throws Exception {
        assertThat(raw("PUT /v1/instances HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .contains("Allow: GET, POST")
                .contains("There is no PUT /v1/instances, only GET, POST");
    }

    @Test
    void aParameterThatIsNotKnownIsNamed() throws Exception {
        assertThat(get("/v1/instances/web/logs?sinse=1"))
                .startsWith("HTTP/1.1 400")
                .contains("There is no parameter sinse here; there is: since, follow");
        assertThat(get("/v1/instances/web/logs?follow=yes")).contains("follow must be true or false, not 'yes'");
        assertThat(get("/v1/events?since=1&since=2")).contains("since is given several times");
    }

    @Test
    void aBodyMustBeDeclaredAsJson() throws Exception {
        assertThat(raw("POST /v1/instances HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 415")
                .contains("problem+json");
    }

    @Test
    void anOversizedBodyIsRefused() throws Exception {
        assertThat(post(" ".repeat(256 * 1024 + 1))).startsWith("HTTP/1.1 413").contains("larger than");
    }

    @Test
    void anUnknownImageIsNamed() throws Exception {
        String body = """
                {"name": "web", "specification": {"image": "x", "digest": "sha256:0000", "kernel": "", "arguments": [],
                 "environment": {}, "memoryBytes": 1, "machine": "microvm", "accelerator": "tcg", "ports": [], "restart": "no"}}
                """;
        assertThat(post(body)).startsWith("HTTP/1.1 400").contains("No image is called sha256:0000");
        assertThat(post(body.replace("\"no\"", "\"never\""))).contains("'never' is not a restart policy");
        assertThat(post(body.replace("\"web\"", "\"../web\""))).contains("is no name for an instance");
        assertThat(post(body.replace("\"restart\"", "\"as\": \"jail\", \"restart\"")))
                .startsWith("HTTP/1.1 400")
                .contains("Nothing runs as jail here, only as vm or process");
        assertThat(client.instances()).isEmpty();
        assertThat(client.listEvents(new ListEventsQuery())).map(Event::kind).isEmpty();
    }

    /** What could not be handed over or shown later is refused where it is made, and nothing is left of it. */
    @Test
    void whatCannotBeRunOrShownIsRefused() throws Exception {
        List<Wrong> wishes = List.of(
                new Wrong("environment", "{\"\":\"x\"}", "is not the name of an environment variable"),
                new Wrong("environment", "{\"A=B\":\"x\"}", "is not the name of an environment variable"),
                new Wrong("environment", "{\"A\":null}", "The environment variable A has no value"),
                new Wrong("environment", "{\"A\":\"\\u0000\"}", "no NUL characters"),
                new Wrong("arguments", "[\"\\u0000\"]", "no NUL characters"),
                new Wrong("arguments", "[null]", "one of arguments is missing"),
                new Wrong("arguments", "[\"" + "a".repeat(200_000) + "\"]", "together take more than"),
                new Wrong("image", "\"\\u001b[2J\\u001b]0;pwned\\u0007evil\"", "has control characters: '?[2J?]0;"),
                new Wrong("image", "\"a b\"", "is no name for an image"),
                new Wrong("image", "\"" + "a".repeat(100_000) + "\"", "at most 512 characters"),
                new Wrong("machine", "\"q35\\n\"", "The machine has control characters: 'q35?'"),
                new Wrong("accelerator", "\"\\u009b31m\"", "The accelerator has control characters"),
                new Wrong("labels", "{\"a\":\"\\u009b31mX\"}", "The value of label a has control characters"),
                new Wrong("labels", "{\"a\":\"\\u202eX\"}", "The value of label a has control characters"),
                new Wrong("labels", "{\"a\":null}", "Label a has no value"),
                new Wrong("cpus", "65", "An instance has from 1 to 64 processors, not 65"),
                new Wrong("cpus", "-1", "An instance has from 1 to 64 processors, not -1"),
                new Wrong("as", "\"vm\\n\"", "What it runs as has control characters"),
                new Wrong(
                        "health",
                        "{\"check\":\"console:\\u001b\",\"intervalMillis\":1000,\"timeoutMillis\":1000,\"retries\":1,"
                                + "\"startPeriodMillis\":0}",
                        "A health check has control characters"));
        for (Wrong wrong : wishes) {
            assertThat(post(wrong.in(daemon.wish("web"))))
                    .startsWith("HTTP/1.1 400")
                    .contains(wrong.refusal());
            assertThat(send("POST", "services", wrong.in(daemon.serviceWish("web"))))
                    .startsWith("HTTP/1.1 400")
                    .contains(wrong.refusal());
        }
        // A service has its own of these.
        for (Wrong wrong : List.of(
                new Wrong("restart", "\"no\\n\"", "The restart policy has control characters"),
                new Wrong("ports", "[\"8080:80\\n\"]", "A published port has control characters"),
                new Wrong("ports", "[" + "\"1:1\",".repeat(100) + "\"1:1\"]", "at most 100 ports"))) {
            assertThat(post(wrong.in(daemon.wish("web"))))
                    .startsWith("HTTP/1.1 400")
                    .contains(wrong.refusal());
        }
        assertThat(client.instances()).isEmpty();
        assertThat(client.services()).isEmpty();
        assertThat(client.listEvents(new ListEventsQuery())).isEmpty();
    }

    /** A value of a specification, as JSON, and why it is refused. */
    private record Wrong(String field, String value, String refusal) {

        String in(String wish) throws IOException {
            JsonNode changed = JSON.readTree(wish);
            ((ObjectNode) changed.get("specification")).set(field, JSON.readTree(value));
            return changed.toString();
        }
    }

    @Test
    void servicesAreRefusedLikeInstances() throws Exception {
        FleetClient services = client;
        assertThat(services.services()).isEmpty();
        assertThatThrownBy(() -> services.getService("web"))
                .isInstanceOfSatisfying(
                        FleetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNKNOWN))
                .hasMessage("No service is called web. There are none.");
        assertThatThrownBy(() -> services.scaleService("../web", 1)).hasMessageContaining("is no name");
        assertThat(send("POST", "services", "{}")).startsWith("HTTP/1.1 400").contains("name is missing");
        assertThat(send("POST", "services/web/update", "[]")).startsWith("HTTP/1.1 400");
        assertThat(send("POST", "services/web/scale", ""))
                .startsWith("HTTP/1.1 400")
                .contains("replicas is missing");
        assertThat(send("POST", "services/web/nothing", "")).startsWith("HTTP/1.1 404");
        String specification = """
                {"image": "x", "digest": "sha256:0000", "kernel": "", "arguments": [], "environment": {}, "memoryBytes": 1,
                 "machine": "microvm", "accelerator": "tcg", "ports": [], "restart": "no"}
                """;
        String settings = "{\"publish\": \"127.0.0.1:9:80\", \"http\": true, \"replicas\": 1, \"surge\": 1,"
                + " \"deadlineMillis\": 1000, \"drainMillis\": 0}";
        String body = "{\"name\": \"web\", \"specification\": " + specification + ", \"settings\": " + settings + "}";
        assertThat(send("POST", "services", body))
                .startsWith("HTTP/1.1 400")
                .contains("No image is called sha256:0000");
        assertThat(send("POST", "services", body.replace("\"surge\": 1", "\"surge\": 0")))
                .startsWith("HTTP/1.1 400")
                .contains("An update needs a surge of 1 replica or more");
        assertThat(send("POST", "services", body.replace("127.0.0.1:9:80", "9:80/udp")))
                .startsWith("HTTP/1.1 400")
                .contains("A service listens on a TCP port");
        assertThat(client.listEvents(new ListEventsQuery())).isEmpty();
    }

    private String send(String method, String path, String body) throws Exception {
        String type = body.isEmpty() ? "" : "Content-Type: application/json\r\n";
        return raw(method + " /v1/" + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + type + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    private String get(String path) throws Exception {
        return raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    private String post(String body) throws Exception {
        return raw("POST /v1/instances HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    private String raw(String request) throws Exception {
        return SocketRequests.send(socket, request);
    }
}
