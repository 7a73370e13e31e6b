package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.tests.system.CommandRun.Result;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A service on frameworks taken as they come from Maven Central: Javalin, Jetty, Jackson, Kotlin's library, SLF4J. */
class NotesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newHttpClient();
    private String base = "";

    @Test
    void notesAreKeptAndServedAsJson() throws Exception {
        int port = Fixtures.freePort();
        base = "http://127.0.0.1:" + port + "/notes";
        try (CommandRun run = CommandRun.start(
                "run", Fixtures.example("notes"), "-p", port + ":8080", "--as", RunsAs.anythingWithNetwork())) {
            run.awaitErrors("Javalin started");
            HttpResponse<String> created = send("POST", "", "{\"title\":\"Tea\",\"text\":\"Gr\u00fcn\"}");
            assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
            assertThat(created.headers().firstValue("Location")).hasValue("/notes/1");
            JsonNode tea = JSON.readTree("{\"id\":1,\"title\":\"Tea\",\"text\":\"Gr\u00fcn\"}");
            assertThat(JSON.readTree(created.body())).isEqualTo(tea);
            assertThat(JSON.readTree(send("GET", "", null).body())).containsExactly(tea);

            HttpResponse<String> refused = send("POST", "", "{\"title\":");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(JSON.readTree(refused.body()).path("error").asText()).contains("must be JSON");
            assertThat(send("GET", "/2", null).statusCode()).isEqualTo(404);
            assertThat(send("DELETE", "/1", null).statusCode()).isEqualTo(204);
            assertThat(JSON.readTree(send("GET", "", null).body())).isEmpty();

            run.signal("INT");
            Result result = run.await();
            assertThat(result.status()).as(result.errors()).isEqualTo(143);
        }
    }

    private HttpResponse<String> send(String method, String path, @Nullable String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
