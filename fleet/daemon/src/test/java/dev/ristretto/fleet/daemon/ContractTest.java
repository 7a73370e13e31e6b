package dev.ristretto.fleet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.fleet.daemon.SocketRequests.Raw;
import dev.ristretto.fleet.daemon.http.Answer;
import dev.ristretto.fleet.daemon.http.ApiRoute;
import dev.ristretto.fleet.daemon.http.Parameter;
import dev.ristretto.tools.generator.ClientGenerator;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The table of routes, the document made from it, and what the daemon really answers agree. */
@Timeout(60)
class ContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path KEPT = Path.of("../../docs/openapi.json");

    @TempDir
    Path folder;

    private SimulatedDaemon daemon;

    @BeforeEach
    void start() throws Exception {
        daemon = new SimulatedDaemon(folder);
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
    }

    /** How each route is tried: what is appended to its path, and its body. A new route needs an entry. */
    private Map<String, String> examples() throws Exception {
        Map<String, String> examples = new HashMap<>();
        examples.put("GET /v1/status", "");
        examples.put("POST /v1/shutdown", "");
        examples.put("GET /v1/instances", "?limit=1");
        examples.put("POST /v1/instances", daemon.wish("second"));
        examples.put("GET /v1/instances/{name}", "");
        examples.put("DELETE /v1/instances/{name}", "?force=true");
        examples.put("POST /v1/instances/{name}/start", "");
        examples.put("POST /v1/instances/{name}/stop", "?grace=0");
        examples.put("POST /v1/instances/{name}/restart", "?grace=0");
        examples.put("GET /v1/instances/{name}/wait", "");
        examples.put("GET /v1/instances/{name}/logs", "?since=0");
        examples.put("GET /v1/usage", "?name=web");
        examples.put("GET /v1/services", "");
        examples.put("POST /v1/services", daemon.serviceWish("web"));
        examples.put("GET /v1/services/{name}", "");
        examples.put("GET /v1/services/{name}/wait", "?changes=1000");
        examples.put("POST /v1/services/{name}/update", JSON.writeValueAsString(daemon.specification()));
        examples.put("POST /v1/services/{name}/patch", "{\"environment\": {\"A\": \"B\"}}");
        examples.put("POST /v1/services/{name}/rollback", "");
        examples.put("POST /v1/services/{name}/scale", "?replicas=0");
        examples.put("POST /v1/services/{name}/settings", daemon.settings());
        examples.put("DELETE /v1/services/{name}", "");
        examples.put("GET /v1/events", "?cursor=1&limit=1");
        examples.put("GET /v1/openapi.json", "");
        examples.put("GET /v1/samples", "");
        examples.put("GET /v1/samples/latest", "");
        examples.put("GET /v1/instances/{name}/samples", "");
        examples.put("GET /v1/instances/{name}/figures", "");
        examples.put("GET /v1/services/{name}/samples", "");
        examples.put("GET /metrics", "");
        examples.put("GET /v1/images", "");
        examples.put("GET /v1/images/{digest}", "");
        examples.put("POST /v1/images", "{\"name\": \"again\", \"digest\": \"%s\"}".formatted(daemon.image.digest()));
        // The image's own manifest, as text the same as in bytes.
        examples.put(
                "PUT /v1/files/{digest}",
                Files.readString(daemon.fleet.images().files(daemon.image).get(daemon.image.digest())));
        examples.put("GET /v1/session", "");
        examples.put("GET /v1/tokens", "");
        examples.put("POST /v1/tokens", "{\"name\": \"t\", \"role\": \"viewer\"}");
        examples.put("DELETE /v1/tokens/{name}", "");
        examples.put("GET /v1/audit", "?limit=1");
        examples.put("POST /v1/console", "");
        examples.put("POST /v1/session", "");
        examples.put("DELETE /v1/session", "");
        return examples;
    }

    @Test
    void everyRouteAnswersAsTheDocumentSays() throws Exception {
        Map<String, String> examples = examples();
        JsonNode document = document();
        for (ApiRoute route : daemon.routes) {
            String key = route.method() + " " + route.path();
            String example = Objects.requireNonNull(examples.remove(key), () -> "an example for " + key);
            if (daemon.fleet.instances().list().stream()
                    .noneMatch(instance -> instance.name().equals("web"))) {
                daemon.create("web");
            }
            if (key.endsWith("instances/{name}/wait")) {
                daemon.fleet.instances().stop("web", Duration.ZERO);
            }
            if (key.endsWith("services/{name}/samples")) {
                daemon.createService("web", 0);
            }
            boolean body = route.body() != null;
            boolean bytes = route.body() == InputStream.class;
            Raw answer = SocketRequests.send(
                    daemon.socket,
                    route.method(),
                    route.path()
                                    .replace("tokens/{name}", "tokens/t")
                                    .replace("{name}", "web")
                                    .replace("{digest}", daemon.image.digest().substring(7))
                            + (body ? "" : example),
                    bytes ? "Content-Type: " + Answer.BYTES + "\r\n" : "",
                    body ? example : "");
            JsonNode operation = document.path("paths")
                    .path(route.path())
                    .path(route.method().toLowerCase(Locale.ROOT));
            JsonNode response = operation.path("responses").path(Integer.toString(answer.status()));
            assertThat(response.isObject()).as("%s answered %s", key, answer).isTrue();
            String type = answer.header("Content-Type");
            if (type.startsWith(Answer.JSON)) {
                String pointer = "#/paths/" + route.path().replace("/", "~1") + "/"
                        + route.method().toLowerCase(Locale.ROOT) + "/responses/" + answer.status()
                        + "/content/application~1json/schema";
                assertThat(errors(document, pointer, JSON.readTree(answer.body())))
                        .as("%s answered %s", key, answer.body())
                        .isEmpty();
            } else if (!type.isEmpty()) {
                assertThat(response.path("content").has(type))
                        .as("%s answered %s", key, type)
                        .isTrue();
            }
            if (body && !bytes) {
                String pointer = "#/paths/" + route.path().replace("/", "~1") + "/post/requestBody/content/"
                        + "application~1json/schema";
                assertThat(errors(document, pointer, JSON.readTree(example))).isEmpty();
            }
        }
        assertThat(examples).as("examples of routes that do not exist").isEmpty();
    }

    @Test
    void problemsAreAsTheDocumentSays() throws Exception {
        JsonNode document = document();
        for (String path : List.of("/v1/instances/nobody", "/v1/nothing", "/v1/instances?x=1")) {
            Raw answer = daemon.get(path);
            assertThat(answer.header("Content-Type")).isEqualTo(Answer.PROBLEM);
            assertThat(errors(document, "#/components/schemas/Problem", JSON.readTree(answer.body())))
                    .isEmpty();
        }
    }

    @Test
    void everyParameterOfAPathIsDeclared() {
        for (ApiRoute route : daemon.routes) {
            List<String> inPath = Stream.of(route.path().split("/"))
                    .filter(segment -> segment.startsWith("{"))
                    .map(segment -> segment.substring(1, segment.length() - 1))
                    .toList();
            assertThat(route.parameters().stream()
                            .filter(parameter -> parameter.place() == Parameter.Place.PATH)
                            .map(Parameter::name))
                    .as(route.path())
                    .containsExactlyElementsOf(inPath);
        }
    }

    @Test
    void theDocumentIsKeptBesideTheOthers() throws Exception {
        String document = JSON.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(document()) + "\n";
        Path fresh = Path.of("target/openapi.json");
        Files.createDirectories(fresh.resolveSibling(""));
        Files.writeString(fresh, document);
        assertThat(Files.exists(KEPT) ? Files.readString(KEPT) : "")
                .as(
                        "docs/openapi.json is not of this API; if the change is meant: cp fleet/daemon/target/openapi.json docs/")
                .isEqualTo(document);
    }

    @Test
    void theClientHasAMethodForEachOperation() {
        Set<String> methods = Arrays.stream(FleetClient.class.getMethods())
                .filter(method -> method.getDeclaringClass().getSimpleName().equals("FleetOperations"))
                .map(Method::getName)
                .collect(Collectors.toSet());
        Stream<String> followed = daemon.routes.stream()
                .flatMap(route -> route.answers().stream())
                .map(Answer::events)
                .filter(Objects::nonNull)
                .map(Answer.Events::operation);
        assertThat(Stream.concat(daemon.routes.stream().map(ApiRoute::operation), followed))
                .as("operations of the table; if one is new: cp fleet/daemon/target/openapi.json docs/ and build again")
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(methods);
    }

    @Test
    void theClientIsOfTheDocument() throws Exception {
        Path folder = Path.of("../api/target/generated-sources/client/dev/ristretto/fleet/client");
        Map<String, String> built = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                built.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        assertThat(built)
                .as("%s; if it is older than docs/openapi.json: mvn clean", folder)
                .isEqualTo(ClientGenerator.generate(Files.readString(KEPT)));
    }

    private JsonNode document() throws Exception {
        return daemon.json("/v1/openapi.json");
    }

    private static List<String> errors(JsonNode document, String pointer, JsonNode value) {
        String place = "https://ristretto.dev/openapi.json";
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                builder -> builder.schemaLoaders(loaders ->
                        loaders.schemas(Map.of(place, strict(document).toString()))));
        JsonSchema schema = factory.getSchema(SchemaLocation.of(place + pointer));
        return schema.validate(value).stream().map(Object::toString).toList();
    }

    /** Nothing may be answered that the document does not mention. */
    private static JsonNode strict(JsonNode document) {
        JsonNode copy = document.deepCopy();
        copy.path("components").path("schemas").forEach(schema -> {
            if (schema.has("properties")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        });
        return copy;
    }
}
