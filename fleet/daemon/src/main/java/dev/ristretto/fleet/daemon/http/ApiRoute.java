package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.api.Role;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One request that the API knows: what it looks like, who may send it, what it answers and what is done. Dispatch and
 * the OpenAPI document are both made from these.
 *
 * @param operation what it is called; a client has a method of this name
 * @param method of HTTP
 * @param path template of the path; a segment {@code {x}} stands for the parameter x
 * @param role who may send it
 * @param summary what it does, in a line
 * @param parameters of path and query, in the order of the document
 * @param body type of the body that it must have: a record as JSON, or {@link InputStream} for bytes; null if it has
 *     none
 * @param lasting whether it takes as long as something else does: an instance, or a client that sends or reads
 * @param answers one for each media type
 * @param handler does it
 */
public record ApiRoute(
        String operation,
        String method,
        String path,
        Role role,
        String summary,
        List<Parameter> parameters,
        @Nullable Class<?> body,
        boolean lasting,
        List<Answer> answers,
        Handler handler) {

    /** Does what a request asks for and answers it. */
    public interface Handler {
        void handle(Exchange exchange) throws IOException, InterruptedException;
    }

    /** Finds out what to answer. */
    public interface Source {
        Object value(Exchange exchange) throws IOException, InterruptedException;
    }
    /** Begins a route of GET. */
    public static Builder get(String operation, String path, Role role, String summary) {
        return new Builder(operation, "GET", path, role, summary);
    }
    /** Begins a route of POST. */
    public static Builder post(String operation, String path, Role role, String summary) {
        return new Builder(operation, "POST", path, role, summary);
    }
    /** Begins a route of PUT. */
    public static Builder put(String operation, String path, Role role, String summary) {
        return new Builder(operation, "PUT", path, role, summary);
    }
    /** Begins a route of DELETE. */
    public static Builder delete(String operation, String path, Role role, String summary) {
        return new Builder(operation, "DELETE", path, role, summary);
    }

    /** The values of the path's parameters by name, if a path is as the template says. */
    Optional<Map<String, String>> match(List<String> segments) {
        String[] wanted = path.substring(1).split("/", -1);
        if (wanted.length != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{")) {
                values.put(wanted[i].substring(1, wanted[i].length() - 1), segments.get(i));
            } else if (!wanted[i].equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    /** The parameter of a name, if there is one. */
    Optional<Parameter> parameter(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst();
    }

    /** Whether it has a body of JSON. */
    boolean takesJson() {
        return body != null && !InputStream.class.equals(body);
    }

    /** Whether doing it leaves everything as it is. */
    boolean isSafe() {
        return method.equals("GET");
    }

    /** Puts a route together; its last call says what is done. */
    public static final class Builder {
        private final String operation;
        private final String method;
        private final String path;
        private final Role role;
        private final String summary;
        private final List<Parameter> parameters = new ArrayList<>();
        private @Nullable Class<?> body;
        private boolean lasting;

        private Builder(String operation, String method, String path, Role role, String summary) {
            this.operation = operation;
            this.method = method;
            this.path = path;
            this.role = role;
            this.summary = summary;
        }

        public Builder with(Parameter... more) {
            parameters.addAll(Arrays.asList(more));
            return this;
        }

        /** The type of the body that the request must have. */
        public Builder body(Class<?> type) {
            body = type;
            return this;
        }

        /** It takes as long as something else does. */
        public Builder lasting() {
            lasting = true;
            return this;
        }

        /** Answers a value. */
        public ApiRoute answers(Answer answer, Source source) {
            return build(List.of(answer), exchange -> exchange.answer(answer.status(), source.value(exchange)));
        }

        /** Answers by itself, in one of these ways. */
        public ApiRoute handledBy(Handler handler, Answer... answers) {
            return build(List.of(answers), handler);
        }

        private ApiRoute build(List<Answer> answers, Handler handler) {
            return new ApiRoute(
                    operation, method, path, role, summary, List.copyOf(parameters), body, lasting, answers, handler);
        }
    }
}
