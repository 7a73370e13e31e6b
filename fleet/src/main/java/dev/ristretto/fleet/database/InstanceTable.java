package dev.ristretto.fleet.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.database.InstanceRecord.End;
import dev.ristretto.hypervisor.ProcessIdentity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements about instances, each part of somebody's transaction. Not safe for use by several threads. */
final class InstanceTable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS =
            "name, specification, wanted, grace_millis, state, pid, start_ticks, boot, due,"
                    + " attempts, restarts, created, started, ended, exit_status, reason, last_lines, health, ready_millis";
    private static final int COLUMN_COUNT = 19;

    private final Connection connection;

    InstanceTable(Connection connection) {
        this.connection = connection;
    }

    InstanceRecord insert(InstanceRecord instance) throws SQLException {
        String marks = "?" + ", ?".repeat(COLUMN_COUNT - 1);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO instance (" + COLUMNS + ") VALUES (" + marks + ")", Statement.RETURN_GENERATED_KEYS)) {
            bind(insert, instance);
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                keys.next();
                return instance.withId(keys.getLong(1));
            }
        }
    }

    void update(InstanceRecord instance) throws SQLException {
        String assignments = COLUMNS.replace(",", " = ?,") + " = ?";
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE instance SET " + assignments + " WHERE id = ?")) {
            bind(update, instance);
            update.setLong(COLUMN_COUNT + 1, instance.id());
            if (update.executeUpdate() != 1) {
                throw new SQLException("there is no instance " + instance.id());
            }
        }
    }

    void delete(InstanceRecord instance) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM instance WHERE id = ?")) {
            delete.setLong(1, instance.id());
            delete.executeUpdate();
        }
    }

    /** Oldest first. */
    List<InstanceRecord> all() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, " + COLUMNS + " FROM instance ORDER BY id")) {
            List<InstanceRecord> instances = new ArrayList<>();
            while (row.next()) {
                instances.add(read(row));
            }
            return instances;
        }
    }

    private static void bind(PreparedStatement statement, InstanceRecord instance) throws SQLException {
        ProcessIdentity process = instance.process();
        End last = instance.last();
        Object[] values = {
            instance.name(),
            json(instance.specification()),
            instance.wanted().name(),
            instance.graceMillis(),
            instance.state().name(),
            process == null ? null : process.pid(),
            process == null ? null : process.startTicks(),
            process == null ? null : process.boot(),
            millis(instance.due()),
            instance.attempts(),
            instance.restarts(),
            millis(instance.created()),
            millis(instance.started()),
            last == null ? null : millis(last.time()),
            last == null ? null : last.status(),
            last == null ? null : last.reason(),
            last == null ? null : String.join("\n", last.lines()),
            instance.health().name(),
            instance.readyMillis()
        };
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private static InstanceRecord read(ResultSet row) throws SQLException {
        String boot = row.getString("boot");
        Instant ended = instant(row, "ended");
        return new InstanceRecord(
                row.getLong("id"),
                row.getString("name"),
                specification(row.getString("specification")),
                Wanted.valueOf(row.getString("wanted")),
                row.getLong("grace_millis"),
                State.valueOf(row.getString("state")),
                boot == null ? null : new ProcessIdentity(row.getLong("pid"), row.getLong("start_ticks"), boot),
                instant(row, "due"),
                row.getInt("attempts"),
                row.getInt("restarts"),
                Instant.ofEpochMilli(row.getLong("created")),
                instant(row, "started"),
                ended == null
                        ? null
                        : new End(
                                ended,
                                row.getInt("exit_status"),
                                row.getString("reason"),
                                row.getString("last_lines").lines().toList()),
                Health.valueOf(row.getString("health")),
                number(row, "ready_millis"));
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Long millis = number(row, column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    private static String json(Specification specification) {
        try {
            return JSON.writeValueAsString(specification);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Specification specification(String json) throws SQLException {
        try {
            return JSON.readValue(json, Specification.class);
        } catch (JsonProcessingException e) {
            // Without the text itself, which may hold secrets of an application.
            throw new SQLException("not the specification of an instance: " + e.getOriginalMessage());
        }
    }
}
