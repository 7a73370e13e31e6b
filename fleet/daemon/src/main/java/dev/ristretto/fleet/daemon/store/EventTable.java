package dev.ristretto.fleet.daemon.store;

import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.daemon.model.EventQuery;
import dev.ristretto.fleet.daemon.model.NewEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements about events, each part of somebody's transaction. Not safe for use by several threads. */
final class EventTable {

    private final Connection connection;

    EventTable(Connection connection) {
        this.connection = connection;
    }

    /**
     * Adds an event.
     *
     * @param instance the number of the instance that it is about; 0 if it is about a service
     * @param name of the instance or service
     */
    void append(long instance, String name, NewEvent event) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO event (time, instance, name, kind, detail) VALUES (?, ?, ?, ?, ?)")) {
            insert.setLong(1, event.time().toEpochMilli());
            insert.setLong(2, instance);
            insert.setString(3, name);
            insert.setString(4, event.kind().toString());
            insert.setString(5, event.detail());
            insert.executeUpdate();
        }
    }

    /** The first events of a query. */
    List<Event> find(EventQuery query, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql(query))) {
            bind(query, select, most);
            List<Event> events = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    events.add(new Event(
                            row.getLong("sequence"),
                            Instant.ofEpochMilli(row.getLong("time")).toString(),
                            row.getLong("instance"),
                            row.getString("name"),
                            row.getString("kind"),
                            row.getString("detail")));
                }
            }
            return events;
        }
    }

    private static String sql(EventQuery query) {
        List<String> conditions = new ArrayList<>();
        if (query.cursor().isPresent()) {
            conditions.add(query.newestFirst() ? "sequence < ?" : "sequence > ?");
        }
        if (query.name() != null) {
            conditions.add("name = ?");
        }
        if (query.kind() != null) {
            conditions.add("kind = ?");
        }
        if (query.since() != null) {
            conditions.add("time >= ?");
        }
        return "SELECT sequence, time, instance, name, kind, detail FROM event"
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                + " ORDER BY sequence " + (query.newestFirst() ? "DESC" : "ASC") + " LIMIT ?";
    }

    private static void bind(EventQuery query, PreparedStatement select, int most) throws SQLException {
        int position = 1;
        if (query.cursor().isPresent()) {
            select.setLong(position++, query.cursor().getAsLong());
        }
        if (query.name() != null) {
            select.setString(position++, query.name());
        }
        if (query.kind() != null) {
            select.setString(position++, query.kind());
        }
        @Nullable Instant since = query.since();
        if (since != null) {
            select.setLong(position++, since.toEpochMilli());
        }
        select.setInt(position, most);
    }
}
