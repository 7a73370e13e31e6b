package dev.ristretto.fleet.daemon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.fleet.FleetException;
import dev.ristretto.fleet.FleetException.Kind;
import dev.ristretto.fleet.api.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Fields;

/** One request and its answer, in the terms of the API. */
final class Exchange {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int LARGEST_BODY = 1 << 20;

    private final Request request;
    private final Response response;

    Exchange(Request request, Response response) {
        this.request = request;
        this.response = response;
    }

    String method() {
        return request.getMethod();
    }

    /** The segments of the path. */
    List<String> path() {
        return List.of(Request.getPathInContext(request).substring(1).split("/", -1));
    }

    private Fields query() {
        try {
            return Request.extractQueryParameters(request);
        } catch (RuntimeException e) {
            throw new FleetException(Kind.INVALID, "The query is not well-formed: " + e.getMessage(), e);
        }
    }

    boolean flag(String name) {
        return "true".equals(query().getValue(name));
    }

    List<String> values(String name) {
        List<String> values = query().getValues(name);
        return values == null ? List.of() : values;
    }

    /** A number in the query that is not negative. */
    Optional<Long> number(String name) {
        String text = query().getValue(name);
        if (text == null) {
            return Optional.empty();
        }
        if (!text.matches("\\d{1,15}")) {
            throw new FleetException(Kind.INVALID, name + " must be a number, not '" + text + "'");
        }
        return Optional.of(Long.parseLong(text));
    }

    <T> T body(Class<T> type) throws IOException {
        try (InputStream stream = Content.Source.asInputStream(request)) {
            byte[] bytes = stream.readNBytes(LARGEST_BODY + 1);
            if (bytes.length > LARGEST_BODY) {
                throw new FleetException(Kind.INVALID, "The request is larger than " + LARGEST_BODY + " bytes");
            }
            T value = JSON.readValue(bytes, type);
            if (value == null) {
                throw new FleetException(Kind.INVALID, "The request has no body");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new FleetException(
                    Kind.INVALID, "The request is not what it should be: " + e.getOriginalMessage(), e);
        }
    }

    void answer(int status, Object value) throws IOException {
        answer(status, "application/json", JSON.writeValueAsBytes(value));
    }

    /** Says why a request failed. */
    void answerProblem(int status, String detail) throws IOException {
        Problem problem = new Problem(HttpStatus.getMessage(status), status, detail);
        answer(status, "application/problem+json", JSON.writeValueAsBytes(problem));
    }

    private void answer(int status, String type, byte[] body) throws IOException {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        try (OutputStream output = Content.Sink.asOutputStream(response)) {
            output.write(body);
        }
    }

    /** Begins an answer that is written little by little. */
    OutputStream stream(String type) {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        return Content.Sink.asOutputStream(response);
    }

    boolean isCommitted() {
        return response.isCommitted();
    }

    /** A server-sent event (HTML standard, section 9.2). */
    static byte[] event(String name, Object data) throws IOException {
        return ("event: " + name + "\ndata: " + JSON.writeValueAsString(data) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A comment, by which the server learns whether the client is still there. */
    static byte[] heartbeat() {
        return ":\n\n".getBytes(StandardCharsets.UTF_8);
    }
}
