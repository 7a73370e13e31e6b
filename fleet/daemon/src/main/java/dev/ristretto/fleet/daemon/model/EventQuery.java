package dev.ristretto.fleet.daemon.model;

import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted, and in what order.
 *
 * @param newestFirst or else oldest first
 * @param cursor the event behind which they are wanted, in that order; empty for the first ones
 * @param name only those of the instance of this name; null for all
 * @param kind only those of this kind; null for all
 * @param since only those since a moment; null for all
 */
public record EventQuery(
        boolean newestFirst,
        OptionalLong cursor,
        @Nullable String name,
        @Nullable String kind,
        @Nullable Instant since) {

    /** All events behind one, oldest first. */
    public static EventQuery after(long sequence) {
        return new EventQuery(false, OptionalLong.of(sequence), null, null, null);
    }

    /** The same, from another place on. */
    public EventQuery from(long sequence) {
        return new EventQuery(newestFirst, OptionalLong.of(sequence), name, kind, since);
    }
}
