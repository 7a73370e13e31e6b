package dev.ristretto.fleet.daemon;

import org.jspecify.annotations.Nullable;

/**
 * What a route answers when all goes well.
 *
 * @param status of HTTP
 * @param mediaType of its body
 * @param shape how many values its body has
 * @param type of such a value; null if the body is text, or if there is none
 */
record Answer(
        int status, String mediaType, Shape shape, @Nullable Class<?> type) {

    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";
    static final String TEXT = "text/plain; charset=utf-8";
    static final String EVENTS = "text/event-stream";

    /** How many values a body has. */
    enum Shape {
        NOTHING,
        ONE,
        LIST,
        /** A {@link dev.ristretto.fleet.api.Page}. */
        PAGE
    }

    static Answer one(int status, Class<?> type) {
        return new Answer(status, JSON, Shape.ONE, type);
    }

    static Answer list(Class<?> type) {
        return new Answer(200, JSON, Shape.LIST, type);
    }

    static Answer page(Class<?> type) {
        return new Answer(200, JSON, Shape.PAGE, type);
    }

    static Answer nothing(int status) {
        return new Answer(status, "", Shape.NOTHING, null);
    }

    /** Something that is not JSON. */
    static Answer text(String mediaType) {
        return new Answer(200, mediaType, Shape.ONE, null);
    }
}
