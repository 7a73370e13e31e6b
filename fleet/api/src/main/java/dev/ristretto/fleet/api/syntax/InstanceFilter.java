package dev.ristretto.fleet.api.syntax;

import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.InstanceState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which instances are wanted. The command line reads one and sends it, the daemon applies it: nobody else compares. Of
 * several values of a key an instance needs one; of several labels, and of several keys, all. Immutable.
 *
 * @param conditions values by key; every instance passes if there are none
 */
public record InstanceFilter(Map<Key, List<String>> conditions) {

    /** Every instance. */
    public static final InstanceFilter ALL = new InstanceFilter(Map.of());

    /** States of an instance, in the words of the API. */
    public static final List<String> STATES = words(InstanceState.values());

    /** States of those that run or are about to. */
    public static final List<String> ACTIVE_STATES =
            words(EnumSet.complementOf(EnumSet.of(InstanceState.ENDED)).toArray());

    /** What health checks may have found, in the words of the API. */
    public static final List<String> HEALTHS = words(HealthState.values());

    private static final String LATEST = ":latest";

    /** What instances are compared by. */
    public enum Key {
        /** {@code K}, whatever its value, or {@code K=V}. */
        LABEL,
        /** The exact name. */
        NAME,
        /** One of {@link #STATES}. */
        STATE,
        /** One of {@link #HEALTHS}. */
        HEALTH,
        /** The image's name, whose tag may be left out if it is {@code latest}, or its digest. */
        IMAGE,
        /** A part of the name or of the image's name, in whatever case. */
        SEARCH;

        /** As it is written on the command line and in queries. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The key that is written so. */
        public static Optional<Key> find(String word) {
            return Arrays.stream(values())
                    .filter(key -> key.toString().equals(word))
                    .findFirst();
        }
    }

    /**
     * Checks the values.
     *
     * @throws FleetException if a key cannot have one of its values
     */
    public InstanceFilter {
        Map<Key, List<String>> copy = new EnumMap<>(Key.class);
        conditions.forEach((key, values) -> {
            values.forEach(value -> check(key, value));
            if (!values.isEmpty()) {
                copy.put(key, List.copyOf(values));
            }
        });
        conditions = copy;
    }

    private static void check(Key key, String value) {
        if (key == Key.LABEL && (value.isEmpty() || value.startsWith("="))) {
            throw new FleetException(Kind.INVALID, "'" + value + "' is no label: write KEY=VALUE or KEY");
        }
        List<String> words = key == Key.STATE ? STATES : key == Key.HEALTH ? HEALTHS : List.of(value);
        if (!words.contains(value)) {
            throw new FleetException(
                    Kind.INVALID, "'" + value + "' is no " + key + " of an instance: " + String.join(", ", words));
        }
    }

    /** Those that have all of these labels. */
    public static InstanceFilter labelled(List<String> labels) {
        return new InstanceFilter(Map.of(Key.LABEL, labels));
    }

    /**
     * Reads conditions of the form {@code KEY=VALUE}.
     *
     * @throws FleetException if there is no such key, with a message that lists those that there are, or no such value
     */
    public static InstanceFilter parse(List<String> texts) {
        Map<Key, List<String>> conditions = new EnumMap<>(Key.class);
        for (String text : texts) {
            int equals = text.indexOf('=');
            String word = equals < 0 ? text : text.substring(0, equals);
            Key key = Key.find(word).orElseThrow(() -> new FleetException(Kind.INVALID, unknown(word)));
            if (equals < 0 || equals == text.length() - 1) {
                throw new FleetException(
                        Kind.INVALID,
                        "The filter " + word + " needs a value: write " + word + "="
                                + (key == Key.LABEL ? "KEY or label=KEY=VALUE" : "VALUE"));
            }
            conditions.computeIfAbsent(key, any -> new ArrayList<>()).add(text.substring(equals + 1));
        }
        return new InstanceFilter(conditions);
    }

    private static List<String> words(Object[] values) {
        return Arrays.stream(values).map(Object::toString).toList();
    }

    private static String unknown(String word) {
        return "There is no filter '" + word + "'; there is: "
                + Arrays.stream(Key.values()).map(Key::toString).collect(Collectors.joining(", "))
                + "\nWrite KEY=VALUE, such as state=running or label=tier=back";
    }

    /** The values of a key; all pass if there are none. */
    public List<String> values(Key key) {
        return conditions.getOrDefault(key, List.of());
    }

    /** The same, but only those in one of these states, whatever the filter says about states. */
    public InstanceFilter inStates(List<String> states) {
        Map<Key, List<String>> more = new EnumMap<>(Key.class);
        more.putAll(conditions);
        more.put(Key.STATE, states);
        return new InstanceFilter(more);
    }

    /** Whether an instance passes. */
    public boolean matches(String name, InstanceState state, HealthState health, Specification specification) {
        return conditions.entrySet().stream().allMatch(condition -> {
            List<String> values = condition.getValue();
            return switch (condition.getKey()) {
                case LABEL -> values.stream().allMatch(label -> isLabelled(specification.labels(), label));
                case NAME -> values.contains(name);
                case STATE -> values.contains(state.toString());
                case HEALTH -> values.contains(health.toString());
                case IMAGE -> values.stream().anyMatch(image -> isOf(specification, image));
                case SEARCH ->
                    values.stream().anyMatch(part -> contains(name, part) || contains(specification.image(), part));
            };
        });
    }

    private static boolean isLabelled(Map<String, String> labels, String label) {
        int equals = label.indexOf('=');
        return equals < 0
                ? labels.containsKey(label)
                : label.substring(equals + 1).equals(labels.get(label.substring(0, equals)));
    }

    private static boolean isOf(Specification specification, String image) {
        String name = specification.image();
        return image.equals(name) || name.equals(image + LATEST) || image.equals(specification.digest());
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
