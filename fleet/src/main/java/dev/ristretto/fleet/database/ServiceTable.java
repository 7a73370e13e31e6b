package dev.ristretto.fleet.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.Specification;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements about services and their revisions, each part of somebody's transaction. Not safe for use by several threads. */
final class ServiceTable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS = "name, settings, state, revision, target, previous, latest, replicas, since,"
            + " deadline, progress, draining, removed, message, created";
    private static final int COLUMN_COUNT = 15;

    private final Connection connection;

    ServiceTable(Connection connection) {
        this.connection = connection;
    }

    ServiceRecord insert(ServiceRecord service) throws SQLException {
        String marks = "?" + ", ?".repeat(COLUMN_COUNT - 1);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO service (" + COLUMNS + ") VALUES (" + marks + ")", Statement.RETURN_GENERATED_KEYS)) {
            bind(insert, service);
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                keys.next();
                return service.withId(keys.getLong(1));
            }
        }
    }

    void update(ServiceRecord service) throws SQLException {
        String assignments = COLUMNS.replace(",", " = ?,") + " = ?";
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE service SET " + assignments + " WHERE id = ?")) {
            bind(update, service);
            update.setLong(COLUMN_COUNT + 1, service.id());
            if (update.executeUpdate() != 1) {
                throw new SQLException("there is no service " + service.id());
            }
        }
    }

    void delete(ServiceRecord service) throws SQLException {
        try (PreparedStatement revisions = connection.prepareStatement("DELETE FROM revision WHERE service = ?");
                PreparedStatement delete = connection.prepareStatement("DELETE FROM service WHERE id = ?")) {
            revisions.setLong(1, service.id());
            revisions.executeUpdate();
            delete.setLong(1, service.id());
            delete.executeUpdate();
        }
    }

    List<ServiceRecord> all() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, " + COLUMNS + " FROM service ORDER BY id")) {
            List<ServiceRecord> services = new ArrayList<>();
            while (row.next()) {
                services.add(read(row));
            }
            return services;
        }
    }

    void insertRevision(long service, int number, Specification specification, Instant created) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO revision (service, number, specification, created) VALUES (?, ?, ?, ?)")) {
            insert.setLong(1, service);
            insert.setInt(2, number);
            insert.setString(3, json(specification));
            insert.setLong(4, created.toEpochMilli());
            insert.executeUpdate();
        }
    }

    /** Forgets all revisions that a service cannot come back to. */
    void deleteOtherRevisions(ServiceRecord service) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM revision WHERE service = ? AND number NOT IN (?, ?, ?)")) {
            delete.setLong(1, service.id());
            delete.setInt(2, service.revision());
            delete.setInt(3, service.target());
            delete.setInt(4, service.previous());
            delete.executeUpdate();
        }
    }

    Map<Integer, Specification> revisions(long service) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT number, specification FROM revision WHERE service = ?")) {
            select.setLong(1, service);
            Map<Integer, Specification> revisions = new TreeMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    revisions.put(row.getInt(1), value(row.getString(2), new TypeReference<Specification>() {}));
                }
            }
            return revisions;
        }
    }

    private static void bind(PreparedStatement statement, ServiceRecord service) throws SQLException {
        Instant deadline = service.deadline();
        @Nullable
        Object[] values = {
            service.name(),
            json(service.settings()),
            service.state().name(),
            service.revision(),
            service.target(),
            service.previous(),
            service.latest(),
            service.replicas(),
            service.since().toEpochMilli(),
            deadline == null ? null : deadline.toEpochMilli(),
            service.progress(),
            json(service.draining().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().toEpochMilli()))),
            service.removed(),
            service.message(),
            service.created().toEpochMilli()
        };
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private static ServiceRecord read(ResultSet row) throws SQLException {
        long deadline = row.getLong("deadline");
        Instant end = row.wasNull() ? null : Instant.ofEpochMilli(deadline);
        Map<String, Instant> draining = new TreeMap<>();
        value(row.getString("draining"), new TypeReference<Map<String, Long>>() {})
                .forEach((name, millis) -> draining.put(name, Instant.ofEpochMilli(millis)));
        return new ServiceRecord(
                row.getLong("id"),
                row.getString("name"),
                value(row.getString("settings"), new TypeReference<ServiceSettings>() {}),
                ServiceState.valueOf(row.getString("state")),
                row.getInt("revision"),
                row.getInt("target"),
                row.getInt("previous"),
                row.getInt("latest"),
                row.getInt("replicas"),
                Instant.ofEpochMilli(row.getLong("since")),
                end,
                row.getInt("progress"),
                draining,
                row.getBoolean("removed"),
                row.getString("message"),
                Instant.ofEpochMilli(row.getLong("created")));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T value(String json, TypeReference<T> type) throws SQLException {
        try {
            return Objects.requireNonNull(JSON.readValue(json, type));
        } catch (JsonProcessingException e) {
            // Without the text itself, which may hold secrets of an application.
            throw new SQLException("not what a service has: " + e.getOriginalMessage());
        }
    }
}
