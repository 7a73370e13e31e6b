package dev.ristretto.tools.project;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something to be done so that there is what a file says.
 *
 * @param action what
 * @param kind {@code service} or {@code instance}
 * @param name of which
 * @param changes why, where it exists already
 * @param wanted what it is to be; null if it is to go
 */
public record Step(
        Action action,
        String kind,
        String name,
        List<Change> changes,
        @JsonIgnore @Nullable DesiredPart wanted) {

    /** What is done. */
    public enum Action {
        CREATE,
        /** A service is brought to other instances, one by one, or to other settings. */
        UPDATE,
        SCALE,
        /** It is removed and made again, as there is no other way. */
        REPLACE,
        START,
        REMOVE,
        NOTHING;

        /** As it is written in JSON. */
        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Step {
        changes = List.copyOf(changes);
    }

    boolean changes(Change.Aspect aspect) {
        return changes.stream().anyMatch(change -> change.aspect() == aspect);
    }
}
