package dev.ristretto.fleet;

import dev.ristretto.fleet.database.InstanceRecord;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which instances are wanted.
 *
 * @param states only those in one of these states; all if it is empty
 * @param image only those of this image, by name or digest; null for all
 * @param search only those whose name or image has this in it, in whatever case; null for all
 */
public record InstanceFilter(
        List<String> states,
        @Nullable String image,
        @Nullable String search) {

    /** Every instance. */
    public static final InstanceFilter ALL = new InstanceFilter(List.of(), null, null);

    boolean matches(InstanceRecord instance) {
        var specification = instance.specification();
        return (states.isEmpty() || states.contains(instance.state().toString()))
                && (image == null || image.equals(specification.image()) || image.equals(specification.digest()))
                && (search == null || contains(instance.name(), search) || contains(specification.image(), search));
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
