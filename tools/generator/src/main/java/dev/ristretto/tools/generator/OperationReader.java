package dev.ristretto.tools.generator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ristretto.tools.generator.Operation.Form;
import dev.ristretto.tools.generator.Operation.Parameter;
import dev.ristretto.tools.generator.Operation.Shape;
import dev.ristretto.tools.generator.Operation.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.lang.model.SourceVersion;

/** Understands operations of the document. */
final class OperationReader {

    private static final String JSON = "application/json";
    private static final String BYTES = "application/octet-stream";
    private static final String EVENTS = "text/event-stream";
    private static final String SCHEMAS = "#/components/schemas/";

    private final String place;
    private final JsonNode operation;

    private OperationReader(String place, JsonNode operation) {
        this.place = place;
        this.operation = operation;
    }

    static Operation read(String path, String method, JsonNode operation) {
        return new OperationReader(method + " " + path, operation).read(path, method);
    }

    private Operation read(String path, String method) {
        JsonNode content = answer().path("content");
        Optional<Stream> stream = stream(content.path(EVENTS));
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
            String name = parameter.path("name").asText();
            boolean header = parameter.path("in").asText().equals("header");
            boolean asksForStream =
                    stream.filter(known -> known.flag().equals(name)).isPresent();
            // The only header is the key of a request that is sent again, which is a matter of whoever sends.
            if (!header && !asksForStream) {
                parameters.add(parameter(name, parameter));
            }
        }
        JsonNode schema = content.path(JSON).path("schema");
        Shape shape = shape(content, schema);
        return new Operation(
                identifier(operation.path("operationId").asText()),
                method.toUpperCase(Locale.ROOT),
                path,
                operation.path("summary").asText(),
                parameters,
                body(),
                shape,
                type(shape, schema),
                stream);
    }

    /** The one answer of success. */
    private JsonNode answer() {
        List<JsonNode> answers = new ArrayList<>();
        operation.path("responses").properties().forEach(response -> {
            if (response.getKey().startsWith("2")) {
                answers.add(response.getValue());
            }
        });
        if (answers.size() != 1) {
            throw notUnderstood("it has " + answers.size() + " answers of success");
        }
        return answers.get(0);
    }

    private Optional<Stream> stream(JsonNode media) {
        if (media.isMissingNode()) {
            return Optional.empty();
        }
        JsonNode events = media.path("x-events");
        return Optional.of(new Stream(
                identifier(events.path("operationId").asText()),
                identifier(events.path("parameter").asText()),
                events.path("event").asText(),
                reference(events.path("data"))));
    }

    private Parameter parameter(String name, JsonNode parameter) {
        JsonNode schema = parameter.path("schema");
        boolean repeated = schema.path("type").asText().equals("array");
        JsonNode value = repeated ? schema.path("items") : schema;
        List<String> words = new ArrayList<>();
        value.path("enum").forEach(word -> words.add(word.asText()));
        return new Parameter(
                identifier(name),
                parameter.path("in").asText().equals("path"),
                parameter.path("required").asBoolean(),
                switch (value.path("type").asText()) {
                    case "string" -> Form.TEXT;
                    case "boolean" -> Form.FLAG;
                    case "integer" -> Form.NUMBER;
                    default -> throw notUnderstood("the schema " + schema + " of its parameter " + name);
                },
                repeated,
                value.path("pattern").asText(""),
                words,
                parameter.path("description").asText());
    }

    private Optional<String> body() {
        JsonNode content = operation.path("requestBody").path("content");
        if (content.isMissingNode()) {
            return Optional.empty();
        }
        return Optional.of(
                content.has(BYTES)
                        ? Operation.FILE
                        : reference(content.path(JSON).path("schema")));
    }

    private Shape shape(JsonNode content, JsonNode schema) {
        if (content.isMissingNode()) {
            return Shape.NOTHING;
        }
        if (schema.has("$ref")) {
            return Shape.ONE;
        }
        if (schema.path("type").asText().equals("array")) {
            return Shape.LIST;
        }
        if (schema.path("properties").has("items")) {
            return Shape.PAGES;
        }
        // Some text, or JSON of a form that is described elsewhere.
        return Shape.TEXT;
    }

    private Optional<String> type(Shape shape, JsonNode schema) {
        return switch (shape) {
            case NOTHING, TEXT -> Optional.empty();
            case ONE -> Optional.of(reference(schema));
            case LIST -> Optional.of(reference(schema.path("items")));
            case PAGES ->
                Optional.of(reference(schema.path("properties").path("items").path("items")));
        };
    }

    private String reference(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        if (!reference.startsWith(SCHEMAS)) {
            throw notUnderstood("the schema " + schema);
        }
        return identifier(reference.substring(SCHEMAS.length()));
    }

    private String identifier(String text) {
        if (!SourceVersion.isIdentifier(text) || SourceVersion.isKeyword(text)) {
            throw notUnderstood("'" + text + "' is no name in Java");
        }
        return text;
    }

    private IllegalArgumentException notUnderstood(String what) {
        return new IllegalArgumentException(place + " is not understood: " + what);
    }
}
