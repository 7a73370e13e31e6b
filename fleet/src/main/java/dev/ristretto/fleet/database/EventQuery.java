package dev.ristretto.fleet.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    String sql() {
        List<String> conditions = new ArrayList<>();
        if (cursor.isPresent()) {
            conditions.add(newestFirst ? "sequence < ?" : "sequence > ?");
        }
        if (name != null) {
            conditions.add("name = ?");
        }
        if (kind != null) {
            conditions.add("kind = ?");
        }
        if (since != null) {
            conditions.add("time >= ?");
        }
        return "SELECT sequence, time, instance, name, kind, detail FROM event"
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                + " ORDER BY sequence " + (newestFirst ? "DESC" : "ASC") + " LIMIT ?";
    }

    void bind(PreparedStatement select, int most) throws SQLException {
        int position = 1;
        if (cursor.isPresent()) {
            select.setLong(position++, cursor.getAsLong());
        }
        if (name != null) {
            select.setString(position++, name);
        }
        if (kind != null) {
            select.setString(position++, kind);
        }
        if (since != null) {
            select.setLong(position++, since.toEpochMilli());
        }
        select.setInt(position, most);
    }
}
