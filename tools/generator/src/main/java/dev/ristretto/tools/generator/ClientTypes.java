package dev.ristretto.tools.generator;

import dev.ristretto.tools.generator.Operation.Parameter;

/** Pieces of Java. */
final class Texts {

    private Texts() {}

    /** A literal of Java. */
    static String literal(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Text as it may stand in Javadoc. */
    static String javadoc(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("@", "&#64;")
                .replace("*/", "*&#47;");
    }

    /** What a parameter means. */
    static String sentence(Parameter parameter) {
        return javadoc(parameter.description()
                + (parameter.words().isEmpty() ? "" : ": " + String.join(", ", parameter.words())));
    }

    /** The type of a single value. */
    static String valueType(Parameter parameter) {
        return switch (parameter.form()) {
            case TEXT -> "String";
            case FLAG -> "boolean";
            case NUMBER -> "long";
        };
    }

    /** The type of a parameter that must be given. */
    static String type(Parameter parameter) {
        if (parameter.repeated()) {
            throw new IllegalArgumentException(parameter.name() + " is required and may be repeated: not understood");
        }
        return valueType(parameter);
    }

    /** The type of a parameter that may be left out; a flag is left out if it is false. */
    static String optionalType(Parameter parameter) {
        return switch (parameter.form()) {
            case TEXT -> parameter.repeated() ? "List<String>" : "@Nullable String";
            case FLAG -> "boolean";
            case NUMBER -> parameter.repeated() ? "List<Long>" : "@Nullable Long";
        };
    }
}
