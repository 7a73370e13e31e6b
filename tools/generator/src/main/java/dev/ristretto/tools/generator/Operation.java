package dev.ristretto.tools.generator;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be asked of the API.
 *
 * @param id what its method is called
 * @param method of HTTP
 * @param path template of the path
 * @param summary what it does, in a line
 * @param parameters of path and query, without the one that asks for a stream
 * @param body type of the request's body; {@link #FILE} if it is bytes
 * @param shape what is answered
 * @param type type of what is answered, or of one of its items; empty if it is not JSON
 * @param stream the same operation, followed
 */
record Operation(
        String id,
        String method,
        String path,
        String summary,
        List<Parameter> parameters,
        Optional<String> body,
        Shape shape,
        Optional<String> type,
        Optional<Stream> stream) {

    /** The type of a body of bytes, which are those of a file. */
    static final String FILE = "Path";

    /** What is answered. */
    enum Shape {
        NOTHING,
        ONE,
        LIST,
        /** A list that is handed out in parts. */
        PAGES,
        TEXT
    }

    /** What values of a parameter look like. */
    enum Form {
        TEXT,
        FLAG,
        NUMBER
    }

    /**
     * Something that a request may say.
     *
     * @param inPath whether it stands in the path, or else in the query
     * @param required whether it must be there
     * @param repeated whether it may be there several times
     * @param pattern what its values look like; empty for any
     * @param words the values it may have; empty for any
     */
    record Parameter(
            String name,
            boolean inPath,
            boolean required,
            Form form,
            boolean repeated,
            String pattern,
            List<String> words,
            String description) {}

    /**
     * An answer that goes on.
     *
     * @param id what its method is called
     * @param flag the parameter that asks for it
     * @param event the name of the events that have something in them
     * @param type what that is
     */
    record Stream(String id, String flag, String event, String type) {}

    /** Parameters that a call must give. */
    List<Parameter> required() {
        return parameters.stream().filter(Parameter::required).toList();
    }

    /** Parameters that a call may give. */
    List<Parameter> optional() {
        return parameters.stream().filter(parameter -> !parameter.required()).toList();
    }

    /** Whether there are so many optional parameters that they are given as one object. */
    boolean hasQueryClass() {
        return optional().size() > 1;
    }

    /** What such an object is called. */
    String queryClass() {
        return id.substring(0, 1).toUpperCase(Locale.ROOT) + id.substring(1) + "Query";
    }
}
