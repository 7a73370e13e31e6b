package dev.ristretto.fleet.client;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.syntax.InstanceName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request while it is put together. */
final class Request {

    private static final String NAME = "^" + InstanceName.PATTERN + "$";

    private final String method;
    private String path;
    private final StringBuilder query = new StringBuilder();
    private @Nullable Object body;

    private Request(String method, String path) {
        this.method = method;
        this.path = path;
    }

    /** A request whose path is made from a template by {@link #segment}. */
    static Request of(String method, String template) {
        return new Request(method, template);
    }

    /**
     * Fills in a parameter of the path.
     *
     * @throws FleetException if it does not look as it must; nothing else may become a part of a path
     */
    Request segment(String name, String value, String pattern) {
        if (!value.matches(pattern)) {
            if (pattern.equals(NAME)) {
                InstanceName.check(value);
            }
            throw new FleetException(Kind.INVALID, "'" + value + "' is no " + name + ": it must match " + pattern);
        }
        path = path.replace("{" + name + "}", value);
        return this;
    }

    /** Adds a parameter of the query, unless it is null. */
    Request query(String name, @Nullable Object value) {
        if (value != null) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(encode(name))
                    .append('=')
                    .append(encode(value.toString()));
        }
        return this;
    }

    /** Adds a flag if it is set. */
    Request query(String name, boolean value) {
        return value ? query(name, (Object) true) : this;
    }

    /** Adds a parameter several times. */
    Request query(String name, List<?> values) {
        values.forEach(value -> query(name, value));
        return this;
    }

    Request query(Query more) {
        more.pairs().forEach(pair -> query(pair.name(), (Object) pair.value()));
        return this;
    }

    /** What is sent with it: a file's bytes, or else JSON. */
    Request body(Object value) {
        body = value;
        return this;
    }

    String method() {
        return method;
    }

    /** Path and query. */
    String target() {
        return path + query;
    }

    @Nullable
    Object body() {
        return body;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
