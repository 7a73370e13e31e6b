package dev.ristretto.tools.project;

import dev.ristretto.fleet.api.syntax.TimeLength;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The known keys of a mapping, read as what they are to be. Every error names the place and what belongs there. */
final class Fields {

    private final Value.Entries entries;
    private final Map<String, Value> values = new LinkedHashMap<>();

    private Fields(Value.Entries entries) {
        this.entries = entries;
        entries.values().forEach((key, value) -> values.put(key.text(), value));
    }

    /**
     * Of a mapping that has only these keys.
     *
     * @param what the mapping describes, for messages
     */
    static Fields of(Value value, String what, String... keys) {
        List<String> known = Arrays.asList(keys);
        Value.Entries entries = entries(value, what);
        for (Value.Text key : entries.values().keySet()) {
            if (!known.contains(key.text())) {
                throw key.at()
                        .error("unknown key '" + key.text() + "' of " + what + "\nKnown are: "
                                + String.join(", ", known));
            }
        }
        return new Fields(entries);
    }

    /** A mapping of any keys. Nothing counts as an empty one. */
    static Value.Entries entries(Value value, String what) {
        return switch (value) {
            case Value.Entries entries -> entries;
            case Value.Text text when text.text().isEmpty() -> new Value.Entries(text.at(), Map.of());
            default ->
                throw value.at()
                        .error(what + " is a mapping, not " + value.kind() + "\nWrite KEY: VALUE lines below it");
        };
    }

    SourcePosition at() {
        return entries.at();
    }

    Optional<Value> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Where a value is, or else the whole mapping. */
    SourcePosition at(String key) {
        return value(key).map(Value::at).orElse(at());
    }

    Optional<String> text(String key) {
        return value(key).map(value -> text(value, key).text());
    }

    Optional<Integer> number(String key) {
        return value(key).map(value -> {
            String digits = text(value, key).text();
            if (!digits.matches("\\d{1,9}")) {
                throw value.at().error(key + " is a whole number, not " + value.kind());
            }
            return Integer.valueOf(digits);
        });
    }

    Optional<Duration> time(String key) {
        return value(key).map(value -> {
            String text = text(value, key).text();
            return value.at().check(() -> TimeLength.parse(text));
        });
    }

    /** A list of texts; a single text counts as a list of one. */
    Optional<List<Value.Text>> texts(String key) {
        return value(key).map(value -> switch (value) {
            case Value.Items items ->
                items.values().stream()
                        .map(item -> text(item, "an item of " + key))
                        .toList();
            case Value.Text text -> text.text().isEmpty() ? List.of() : List.of(text);
            case Value.Entries mapping ->
                throw mapping.at().error(key + " is a list, not a mapping\nWrite [A, B], or - A lines below it");
        });
    }

    /** A mapping of texts. */
    Map<String, String> mapping(String key) {
        Map<String, String> mapping = new LinkedHashMap<>();
        value(key)
                .ifPresent(value -> entries(value, key)
                        .values()
                        .forEach((name, item) ->
                                mapping.put(name.text(), text(item, name.text()).text())));
        return mapping;
    }

    static Value.Text text(Value value, String what) {
        if (value instanceof Value.Text text) {
            return text;
        }
        throw value.at().error(what + " is a single value, not " + value.kind());
    }
}
