package dev.ristretto.fleet.daemon.routes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ristretto.fleet.api.Role;
import dev.ristretto.fleet.api.error.Problem;
import dev.ristretto.fleet.api.syntax.InstanceName;
import dev.ristretto.fleet.daemon.http.Answer;
import dev.ristretto.fleet.daemon.http.ApiRoute;
import dev.ristretto.fleet.daemon.http.Idempotency;
import dev.ristretto.fleet.daemon.http.Parameter;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;

/** The API described by itself, in the words of OpenAPI 3.1. */
final class OpenApi {

    private final List<ApiRoute> routes;
    private final ApiRoute own;

    OpenApi(List<ApiRoute> others) {
        own = ApiRoute.get("readDocument", "/v1/openapi.json", Role.VIEWER, "This document")
                .handledBy(
                        exchange -> exchange.answer(200, document()),
                        new Answer(200, Answer.JSON, Answer.Shape.ONE, null, null));
        routes = new ArrayList<>(others);
        routes.add(own);
    }

    /** The route by which it can be had, itself described too. */
    ApiRoute route() {
        return own;
    }

    /** The whole document. */
    ObjectNode document() {
        Schemas schemas = new Schemas();
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.1.1");
        document.putObject("info")
                .put("title", "Ristretto's fleet")
                .put("version", "1")
                .put("description", "Keeps instances of unikernel images as they are wanted.");
        ObjectNode paths = document.putObject("paths");
        for (ApiRoute route : routes) {
            ObjectNode path = (ObjectNode) paths.get(route.path());
            if (path == null) {
                path = paths.putObject(route.path());
            }
            describe(route, path.putObject(route.method().toLowerCase(Locale.ROOT)), schemas);
        }
        ObjectNode components = document.putObject("components");
        ObjectNode problem = components.putObject("responses").putObject("Problem");
        problem.put("description", "Why the request failed (RFC 9457)")
                .putObject("content")
                .putObject(Answer.PROBLEM)
                .set("schema", schemas.of(Problem.class));
        components.set("schemas", schemas.components());
        return document;
    }

    private static void describe(ApiRoute route, ObjectNode operation, Schemas schemas) {
        operation.put("operationId", route.operation());
        operation.put("summary", route.summary());
        operation.put("description", "For the role " + route.role() + " and those above it.");
        ArrayNode parameters = operation.putArray("parameters");
        route.parameters().forEach(parameter -> parameters.add(describe(parameter)));
        if (route.method().equals("POST")) {
            parameters.add(idempotencyKey());
        }
        Class<?> body = route.body();
        if (body != null) {
            ObjectNode content =
                    operation.putObject("requestBody").put("required", true).putObject("content");
            if (body == InputStream.class) {
                // What is no text has no schema (OpenAPI 3.1.1, section 4.8.14.2).
                content.putObject(Answer.BYTES);
            } else {
                content.putObject(Answer.JSON).set("schema", schemas.of(body));
            }
        }
        ObjectNode responses = operation.putObject("responses");
        for (Answer answer : route.answers()) {
            String status = Integer.toString(answer.status());
            ObjectNode response = (ObjectNode) responses.get(status);
            if (response == null) {
                response = responses.putObject(status).put("description", HttpStatus.getMessage(answer.status()));
            }
            if (answer.shape() != Answer.Shape.NOTHING) {
                ObjectNode content = (ObjectNode) response.get("content");
                if (content == null) {
                    content = response.putObject("content");
                }
                ObjectNode media = content.putObject(answer.mediaType());
                // The document's own form is a matter of its specification.
                media.set(
                        "schema",
                        answer.mediaType().equals(Answer.JSON) && answer.type() == null
                                ? Schemas.plain("object")
                                : schemas.of(answer));
                Answer.Events events = answer.events();
                if (events != null) {
                    // OpenAPI 3.1 has no words for what is in a stream.
                    media.putObject("x-events")
                            .put("operationId", events.operation())
                            .put("parameter", events.parameter())
                            .put("event", events.event())
                            .set("data", schemas.of(events.data()));
                }
            }
        }
        responses.putObject("default").put("$ref", "#/components/responses/Problem");
    }

    private static ObjectNode idempotencyKey() {
        ObjectNode described = JsonNodeFactory.instance.objectNode().put("name", Idempotency.HEADER);
        described.put("in", "header");
        described.put(
                "description",
                "Sent again with the same key within a day, the request is done once and answered twice");
        described.set("schema", Schemas.plain("string").put("pattern", "^" + Idempotency.KEY + "$"));
        return described;
    }

    private static ObjectNode describe(Parameter parameter) {
        ObjectNode schema = switch (parameter.form()) {
            case TEXT -> Schemas.plain("string");
            case NAME -> Schemas.plain("string").put("pattern", "^" + InstanceName.PATTERN + "$");
            case DIGEST -> Schemas.plain("string").put("pattern", "^" + Parameter.DIGEST + "$");
            case FLAG -> Schemas.plain("boolean");
            case NUMBER -> Schemas.plain("integer").put("format", "int64").put("minimum", 0);
        };
        if (!parameter.choices().isEmpty()) {
            ArrayNode choices = schema.putArray("enum");
            parameter.choices().forEach(choices::add);
        }
        ObjectNode described = JsonNodeFactory.instance.objectNode().put("name", parameter.name());
        described.put("in", parameter.place() == Parameter.Place.PATH ? "path" : "query");
        described.put("description", parameter.description());
        if (parameter.required()) {
            described.put("required", true);
        }
        described.set("schema", parameter.repeated() ? Schemas.plain("array").set("items", schema) : schema);
        return described;
    }
}
