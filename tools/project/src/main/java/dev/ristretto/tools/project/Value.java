package dev.ristretto.tools.project;

import java.util.List;
import java.util.Map;

/** A value in a file, with its place. Immutable. */
sealed interface Value {

    /** Where it begins. */
    SourcePosition at();

    /** For messages. */
    String kind();

    /**
     * A text, number or anything else that is not made of values.
     *
     * @param text as it was written, without quotes and with variables replaced
     */
    record Text(SourcePosition at, String text) implements Value {
        @Override
        public String kind() {
            return text.isEmpty() ? "nothing" : "'" + text + "'";
        }
    }

    /** A list. */
    record Items(SourcePosition at, List<Value> values) implements Value {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Values by name, in the order of the file; the names are distinct. */
    record Entries(SourcePosition at, Map<Text, Value> values) implements Value {
        @Override
        public String kind() {
            return "a mapping";
        }
    }
}
