package dev.ristretto.tools.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientGeneratorTest {

    private static final String THING = "{\"schema\": {\"$ref\": \"#/components/schemas/Thing\"}}";

    @TempDir
    Path folder;

    @Test
    void anOperationBecomesAMethodWithItsParameters() throws Exception {
        assertThat(operations("""
                "/v1/things/{name}/stop": {"post": {
                  "operationId": "stopThing", "summary": "Stops <it>",
                  "parameters": [
                    {"name": "name", "in": "path", "required": true, "description": "Its name",
                     "schema": {"type": "string", "pattern": "^\\\\w$"}},
                    {"name": "grace", "in": "query", "description": "Seconds", "schema": {"type": "integer"}},
                    {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}],
                  "responses": {"200": {"content": {"application/json": %s}}}}}""".formatted(THING)))
                .contains("""
                            /**
                             * Stops &lt;it>.
                             *
                             * @param name Its name
                             * @param grace Seconds; null to leave it out
                             */
                            public Thing stopThing(String name, @Nullable Long grace) {
                                return transport.one(Request.of("POST", "/v1/things/{name}/stop")
                                        .segment("name", name, "^\\\\w$")
                                        .query("grace", grace), Thing.class);
                            }
                        """)
                .contains("import dev.ristretto.fleet.api.Thing;\n", "import org.jspecify.annotations.Nullable;\n")
                .doesNotContain("Idempotency");
    }

    @Test
    void severalOptionalParametersBecomeAClass() throws Exception {
        Map<String, String> files = generate("""
                "/v1/things": {"get": {
                  "operationId": "listThings", "summary": "All",
                  "parameters": [
                    {"name": "state", "in": "query", "description": "Only those",
                     "schema": {"type": "array", "items": {"type": "string", "enum": ["up", "down"]}}},
                    {"name": "follow", "in": "query", "description": "On", "schema": {"type": "boolean"}},
                    {"name": "since", "in": "query", "description": "When", "schema": {"type": "integer"}}],
                  "responses": {"200": {"content": {
                    "application/json": {"schema": {"type": "object", "properties": {
                      "items": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}}}},
                    "text/event-stream": {"x-events": {"operationId": "followThings", "parameter": "follow",
                      "event": "thing", "data": {"$ref": "#/components/schemas/Thing"}}}}}}}}""");
        assertThat(files).containsOnlyKeys("FleetOperations.java", "ListThingsQuery.java");
        assertThat(files.get("ListThingsQuery.java"))
                .contains("     * Only those: up, down. May be given several times.\n     */\n"
                        + "    public ListThingsQuery state(String value) {\n        add(\"state\", value);\n")
                .contains("public ListThingsQuery since(long value)")
                .doesNotContain("follow(");
        assertThat(files.get("FleetOperations.java"))
                .contains("public Stream<Thing> listThings(ListThingsQuery query) {\n        return transport.pages(")
                .contains("public void followThings(ListThingsQuery query, Predicate<Thing> consumer) {")
                .contains(".query(\"follow\", true), \"thing\", Thing.class, consumer);");
    }

    @Test
    void answersBecomeResults() throws Exception {
        assertThat(operations("""
                "/a": {"post": {"operationId": "a", "requestBody": {"content": {"application/json": %s}},
                  "responses": {"202": {}}}},
                "/f": {"put": {"operationId": "f", "requestBody": {"content": {"application/octet-stream": {}}},
                  "responses": {"204": {}}}},
                "/b": {"get": {"operationId": "b", "responses": {"200": {"content": {"text/plain": {}}}}}},
                "/c": {"get": {"operationId": "c", "responses": {"200": {"content": {"application/json": {
                  "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}}}}}}}""".formatted(THING)))
                .contains("public void a(Thing body) {")
                .contains("public void f(Path body) {")
                .contains("public void b(OutputStream output) {")
                .contains("public List<Thing> c() {");
    }

    @Test
    void whatIsNotUnderstoodIsRefused() {
        String nothing = "\"responses\": {\"204\": {}}";
        assertThatThrownBy(() -> operations("\"/a\": {\"get\": {\"operationId\": \"a b\", " + nothing + "}}"))
                .hasMessage("get /a is not understood: 'a b' is no name in Java");
        assertThatThrownBy(() -> operations("\"/a\": {\"get\": {\"operationId\": \"a\", \"responses\": {}}}"))
                .hasMessageContaining("it has 0 answers of success");
        assertThatThrownBy(
                        () -> operations(
                                "\"/a\": {\"get\": {\"operationId\": \"a\", " + nothing
                                        + ", \"parameters\": [{\"name\": \"x\", \"in\": \"query\", \"schema\": {\"type\": \"number\"}}]}}"))
                .hasMessageContaining("of its parameter x");
        assertThatThrownBy(() -> operations("\"/a\": {\"get\": {\"operationId\": \"a\", " + nothing
                        + "}}, \"/b\": {\"get\": {\"operationId\": \"a\", " + nothing + "}}"))
                .hasMessage("two operations are called a");
    }

    @Test
    void whatHasNotChangedIsNotWrittenAgain() throws Exception {
        Path document = folder.resolve("openapi.json");
        Files.writeString(
                document, "{\"paths\": {\"/a\": {\"get\": {\"operationId\": \"a\", \"responses\": {\"204\": {}}}}}}");
        ClientGenerator.main(new String[] {document.toString(), folder.toString()});
        Path file = folder.resolve("dev/ristretto/fleet/client/FleetOperations.java");
        FileTime old = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(file, old);
        ClientGenerator.main(new String[] {document.toString(), folder.toString()});
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(old);
    }

    private static String operations(String paths) throws IOException {
        return generate(paths).getOrDefault("FleetOperations.java", "");
    }

    private static Map<String, String> generate(String paths) throws IOException {
        return ClientGenerator.generate("{\"paths\": {" + paths + "}}");
    }
}
