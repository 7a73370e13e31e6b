package dev.ristretto.tools.project;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as the file says.
 *
 * @param aspect what it belongs to
 * @param what its key in the file; of environment and labels with the name
 * @param from how it is; not told of environment variables, which may be secrets
 * @param to how it is to be
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Change(
        @JsonIgnore Aspect aspect,
        String what,
        @Nullable String from,
        @Nullable String to) {

    /** What it takes to bring a change about. */
    public enum Aspect {
        /** Other instances. */
        REVISION,
        /** Another number of replicas. */
        REPLICAS,
        /** Other settings of a service. */
        SETTINGS,
        /** Another service: this one has it for life. */
        IDENTITY
    }

    /** For people: {@code memory 64 MiB -> 128 MiB}. */
    @Override
    public String toString() {
        return from == null && to == null ? what : what + " " + said(from) + " -> " + said(to);
    }

    private static String said(@Nullable String text) {
        return text == null || text.isEmpty() ? "none" : text;
    }
}
