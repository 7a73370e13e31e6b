package dev.ristretto.fleet.daemon.http;

import org.jspecify.annotations.Nullable;

/**
 * What a route answers when all goes well.
 *
 * @param status of HTTP
 * @param mediaType of its body
 * @param shape how many values its body has
 * @param type of such a value; null if the body is text, or if there is none
 * @param events what it goes on with, if it is a stream
 */
public record Answer(
        int status,
        String mediaType,
        Shape shape,
        @Nullable Class<?> type,
        @Nullable Events events) {

    public static final String JSON = "application/json";
    public static final String BYTES = "application/octet-stream";
    public static final String PROBLEM = "application/problem+json";
    public static final String TEXT = "text/plain; charset=utf-8";
    public static final String EVENTS = "text/event-stream";

    /**
     * What a stream goes on with.
     *
     * @param operation what the route is called when it is asked for a stream
     * @param parameter the flag that asks for it
     * @param event the name of the events that have something in them
     * @param data what that is
     */
    public record Events(String operation, String parameter, String event, Class<?> data) {}

    /** How many values a body has. */
    public enum Shape {
        NOTHING,
        ONE,
        LIST,
        /** A {@link dev.ristretto.fleet.api.Page}. */
        PAGE
    }
    /** A value as JSON. */
    public static Answer one(int status, Class<?> type) {
        return new Answer(status, JSON, Shape.ONE, type, null);
    }
    /** A list of values as JSON. */
    public static Answer list(Class<?> type) {
        return new Answer(200, JSON, Shape.LIST, type, null);
    }
    /** A page of values as JSON. */
    public static Answer page(Class<?> type) {
        return new Answer(200, JSON, Shape.PAGE, type, null);
    }
    /** An answer without a body. */
    public static Answer nothing(int status) {
        return new Answer(status, "", Shape.NOTHING, null, null);
    }

    /** Something that is not JSON. */
    public static Answer text(String mediaType) {
        return new Answer(200, mediaType, Shape.ONE, null, null);
    }

    /** Server-sent events. */
    public static Answer stream(String operation, String parameter, String event, Class<?> data) {
        return new Answer(200, EVENTS, Shape.ONE, null, new Events(operation, parameter, event, data));
    }
}
