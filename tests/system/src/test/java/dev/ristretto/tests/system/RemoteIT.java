package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.tests.system.CommandRun.Result;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same commands against a daemon over TCP, and the way into its dashboard. No instance is needed for that. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RemoteIT {

    @TempDir
    Path folder;

    /** Whoever has the daemon, and somebody else who has a token of it. */
    private Map<String, String> owner = Map.of();

    private Map<String, String> guest = Map.of();

    @BeforeEach
    void separate() {
        owner = user("owner");
        guest = user("guest");
    }

    private Map<String, String> user(String name) {
        Path home = folder.resolve(name);
        return Map.of(
                "XDG_DATA_HOME", home.resolve("data").toString(),
                "XDG_CONFIG_HOME", home.resolve("config").toString());
    }

    @AfterEach
    void stop() throws Exception {
        CommandRun.run(owner, "daemon", "stop").mustSucceed();
    }

    @Test
    void aTokenOpensTheDaemonAsFarAsItsRoleGoesWhoeverHasStartedIt() throws Exception {
        int port = Fixtures.freePort();
        command(owner, "daemon", "start", "--listen", "127.0.0.1:" + port);
        String token = command(owner, "token", "create", "guest", "--role", "viewer")
                .output()
                .strip();
        command(guest, "context", "add", "far", "--url", "http://127.0.0.1:" + port, "--token", token);
        command(guest, "context", "use", "far");
        assertThat(json(command(guest, "ps", "--format", "json"))).isEmpty();
        Result refused = CommandRun.run(guest, "token", "create", "more", "--role", "admin");
        assertThat(refused.status()).isEqualTo(125);
        assertThat(refused.errors()).isEqualTo("ristretto: guest has the role viewer; this takes the role admin\n");
        assertThat(command(owner, "audit").output()).contains("guest  403     POST /v1/tokens");

        // Any command may start the daemon; it listens where it did.
        command(owner, "daemon", "stop");
        command(owner, "token", "ls");
        command(guest, "top");
        command(owner, "token", "rm", "guest");
        assertThat(CommandRun.run(guest, "ps").errors()).contains("The token is not valid");
    }

    @Test
    void aPortThatSomebodyHasIsToldAndTheDaemonRunsAllTheSame() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Result refused = CommandRun.run(owner, "daemon", "start", "--listen", "127.0.0.1:" + taken.getLocalPort());
            assertThat(refused.status()).isEqualTo(125);
            assertThat(refused.errors()).contains("cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
        assertThat(json(command(owner, "daemon", "status", "--format", "json")).has("listening"))
                .isFalse();
    }

    @Test
    void theLinkOfTheDashboardOpensIt() throws Exception {
        URI link = URI.create(command(owner, "console", "--print").output().strip());
        try (HttpClient browser = HttpClient.newHttpClient()) {
            HttpResponse<String> session = browser.send(
                    HttpRequest.newBuilder(link.resolve("/v1/session"))
                            .header(
                                    "Authorization",
                                    "Bearer " + link.getFragment().substring("code=".length()))
                            .POST(BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
            assertThat(session.statusCode()).isEqualTo(201);
            String secret =
                    new ObjectMapper().readTree(session.body()).get("secret").asText();
            HttpResponse<String> page =
                    browser.send(HttpRequest.newBuilder(link.resolve("/")).build(), BodyHandlers.ofString());
            assertThat(page.body()).contains("<title>Ristretto</title>");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'")
                    .doesNotContain("unsafe");
            HttpResponse<String> status = browser.send(
                    HttpRequest.newBuilder(link.resolve("/v1/status"))
                            .header("Authorization", "Bearer " + secret)
                            .build(),
                    BodyHandlers.ofString());
            assertThat(status.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatThisHostHasRunsOnTheOther() throws Exception {
        String image = Fixtures.behaviour();
        Path images = folder.resolve("guest/data/ristretto/images");
        Files.createDirectories(images.getParent());
        Files.createSymbolicLink(images, CommandRun.STATE.resolve("data/ristretto/images"));
        int port = Fixtures.freePort();
        command(owner, "daemon", "start", "--listen", "127.0.0.1:" + port);
        for (String role : List.of("viewer", "operator")) {
            String token = command(owner, "token", "create", role, "--role", role)
                    .output()
                    .strip();
            command(guest, "context", "add", role, "--url", "http://127.0.0.1:" + port, "--token", token);
        }
        command(guest, "context", "use", "viewer");
        Result refused = CommandRun.run(guest, "run", "-d", "--name", "far", image, "--", "exit", "5");
        assertThat(refused.status()).isEqualTo(125);
        assertThat(refused.errors()).isEqualTo("ristretto: viewer has the role viewer; this takes the role operator\n");

        command(guest, "context", "use", "operator");
        Result first = command(guest, "run", "-d", "--name", "far", image, "--", "exit", "5");
        assertThat(first.output()).isEqualTo("far\n");
        assertThat(first.errors()).startsWith("Sending " + image).contains(" MiB");
        assertThat(CommandRun.run(guest, "wait", "far").status()).isEqualTo(5);
        assertThat(command(owner, "images").output()).contains(image);
        Result second = command(guest, "run", "-d", "--name", "again", image, "--", "exit", "0");
        assertThat(second.errors()).isEmpty();
        command(guest, "rm", "-f", "far", "again");
    }

    private static Result command(Map<String, String> user, String... arguments) throws Exception {
        return CommandRun.run(user, arguments).mustSucceed();
    }

    private static JsonNode json(Result result) throws Exception {
        return new ObjectMapper().readTree(result.output());
    }
}
