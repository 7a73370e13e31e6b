package dev.ristretto.fleet;

import dev.ristretto.fleet.api.InstanceView;
import java.util.List;
import java.util.function.Predicate;

/**
 * Chooses instances: {@code label=K[=V]}, {@code name=}, {@code state=}, {@code health=} or {@code image=}. Values are compared as a whole; an image's
 * tag may be left out.
 *
 * @param key what is compared
 * @param text as it was written
 */
public record InstanceCondition(String key, String text, Predicate<InstanceView> predicate)
        implements Predicate<InstanceView> {

    private static final List<String> STATES = List.of("waiting", "starting", "running", "stopping", "ended");
    private static final List<String> HEALTHS = List.of("none", "starting", "healthy", "unhealthy");

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if there is no such filter, with a message that lists those that there are
     */
    public static InstanceCondition parse(String text) {
        int equals = text.indexOf('=');
        String key = equals < 0 ? text : text.substring(0, equals);
        String value = equals < 0 ? "" : text.substring(equals + 1);
        if (value.isEmpty()) {
            throw unknown(text);
        }
        return new InstanceCondition(
                key,
                text,
                switch (key) {
                    case "label" -> label(value);
                    case "name" -> instance -> instance.name().equals(value);
                    case "state" -> {
                        require(STATES, key, value);
                        yield instance -> instance.state().equals(value);
                    }
                    case "health" -> {
                        require(HEALTHS, key, value);
                        yield instance -> instance.health().equals(value);
                    }
                    case "image" ->
                        instance -> instance.specification().image().equals(value)
                                || instance.specification().image().equals(value + ":latest");
                    default -> throw unknown(text);
                });
    }

    /** Those with a label: {@code K}, whatever its value, or {@code K=V}. */
    public static Predicate<InstanceView> label(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            return instance -> instance.specification().labels().containsKey(text);
        }
        String key = text.substring(0, equals);
        String value = text.substring(equals + 1);
        return instance -> value.equals(instance.specification().labels().get(key));
    }

    @Override
    public boolean test(InstanceView instance) {
        return predicate.test(instance);
    }

    private static void require(List<String> known, String key, String value) {
        if (!known.contains(value)) {
            throw new IllegalArgumentException(
                    "'" + value + "' is no " + key + " of an instance: " + String.join(", ", known));
        }
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is not a filter: write label=K, label=K=V, name=, state=, health= or image=");
    }
}
