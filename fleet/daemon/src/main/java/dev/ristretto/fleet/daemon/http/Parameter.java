package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.syntax.InstanceName;
import java.util.List;

/**
 * Something that a request may say in its path or its query.
 *
 * @param name as it stands in the template of the path or in the query
 * @param place where it stands
 * @param form which values it may have
 * @param choices the values it may have, if these are few
 * @param repeated whether it may be there several times
 * @param required whether it must be there
 * @param description what it means
 */
public record Parameter(
        String name,
        Place place,
        Form form,
        List<String> choices,
        boolean repeated,
        boolean required,
        String description) {

    /** Where a parameter stands. */
    public enum Place {
        PATH,
        QUERY
    }

    /** What values look like. */
    public enum Form {
        TEXT,
        /** {@code true} or {@code false}. */
        FLAG,
        /** Not negative, at most 15 digits. */
        NUMBER,
        /** {@link InstanceName}. */
        NAME,
        /** The first hexadecimal digits of one, four at least. */
        DIGEST
    }

    /** What a digest looks like. */
    public static final String DIGEST = "[0-9a-f]{4,64}";

    /** The name of something, as a segment of the path. */
    public static Parameter name(String name, String description) {
        return new Parameter(name, Place.PATH, Form.NAME, List.of(), false, true, description);
    }

    /** The digest of something, as a segment of the path. */
    public static Parameter digest(String name, String description) {
        return new Parameter(name, Place.PATH, Form.DIGEST, List.of(), false, true, description);
    }
    /** A text of the query. */
    public static Parameter text(String name, String description) {
        return new Parameter(name, Place.QUERY, Form.TEXT, List.of(), false, false, description);
    }

    /** A text that may be given several times. */
    public static Parameter texts(String name, String description) {
        return new Parameter(name, Place.QUERY, Form.TEXT, List.of(), true, false, description);
    }
    /** {@code true} or {@code false} in the query. */
    public static Parameter flag(String name, String description) {
        return new Parameter(name, Place.QUERY, Form.FLAG, List.of(), false, false, description);
    }
    /** A number of the query, 0 or more. */
    public static Parameter number(String name, String description) {
        return new Parameter(name, Place.QUERY, Form.NUMBER, List.of(), false, false, description);
    }

    /** One of a few words. */
    public Parameter of(List<String> words) {
        return new Parameter(name, place, form, List.copyOf(words), repeated, required, description);
    }

    /** The same, but it must be there. */
    public Parameter asRequired() {
        return new Parameter(name, place, form, choices, repeated, true, description);
    }

    /**
     * Checks a value.
     *
     * @throws FleetException if the parameter cannot have it
     */
    void check(String value) {
        String wrong = switch (form) {
            case TEXT -> choices.isEmpty() || choices.contains(value) ? "" : String.join(" or ", choices);
            case FLAG -> value.equals("true") || value.equals("false") ? "" : "true or false";
            case NUMBER -> value.matches("\\d{1,15}") ? "" : "a number";
            case DIGEST -> value.matches(DIGEST) ? "" : "4 to 64 hexadecimal digits";
            case NAME -> {
                InstanceName.check(value);
                yield "";
            }
        };
        if (!wrong.isEmpty()) {
            throw new FleetException(Kind.INVALID, name + " must be " + wrong + ", not '" + value + "'");
        }
    }
}
