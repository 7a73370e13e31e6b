package dev.ristretto.fleet.daemon.store;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.daemon.model.RolloutState;
import dev.ristretto.fleet.daemon.model.ServiceRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statements about services and their revisions, each part of somebody's transaction. Not safe for use by several
 * threads.
 */
final class ServiceTable {

    private static final String COLUMNS = "name, settings, state, revision, target, previous, latest, replicas, since,"
            + " deadline, progress, draining, removed, message, created";
    private static final String WHAT = "what a service has";

    private final Connection connection;
    private final Rows rows;

    ServiceTable(Connection connection) {
        this.connection = connection;
        this.rows = new Rows(connection, "service", COLUMNS);
    }

    ServiceRecord insert(ServiceRecord service) throws SQLException {
        return service.withId(rows.insert(values(service)));
    }

    void update(ServiceRecord service) throws SQLException {
        rows.update(service.id(), values(service));
    }

    void delete(ServiceRecord service) throws SQLException {
        try (PreparedStatement revisions = connection.prepareStatement("DELETE FROM revision WHERE service = ?")) {
            revisions.setLong(1, service.id());
            revisions.executeUpdate();
        }
        rows.delete(service.id());
    }

    List<ServiceRecord> all() throws SQLException {
        return rows.all(ServiceTable::read);
    }

    void insertRevision(long service, int number, Specification specification, Instant created) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO revision (service, number, specification, created) VALUES (?, ?, ?, ?)")) {
            insert.setLong(1, service);
            insert.setInt(2, number);
            insert.setString(3, Rows.json(specification));
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
                    revisions.put(
                            row.getInt(1), Rows.value(row.getString(2), new TypeReference<Specification>() {}, WHAT));
                }
            }
            return revisions;
        }
    }

    private static @Nullable Object[] values(ServiceRecord service) {
        Instant deadline = service.deadline();
        return new @Nullable Object[] {
            service.name(),
            Rows.json(service.settings()),
            service.state().name(),
            service.revision(),
            service.target(),
            service.previous(),
            service.latest(),
            service.replicas(),
            service.since().toEpochMilli(),
            deadline == null ? null : deadline.toEpochMilli(),
            service.progress(),
            Rows.json(service.draining().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().toEpochMilli()))),
            service.removed(),
            service.message(),
            service.created().toEpochMilli()
        };
    }

    private static ServiceRecord read(ResultSet row) throws SQLException {
        long deadline = row.getLong("deadline");
        Instant end = row.wasNull() ? null : Instant.ofEpochMilli(deadline);
        Map<String, Instant> draining = new TreeMap<>();
        Rows.value(row.getString("draining"), new TypeReference<Map<String, Long>>() {}, WHAT)
                .forEach((name, millis) -> draining.put(name, Instant.ofEpochMilli(millis)));
        return new ServiceRecord(
                row.getLong("id"),
                row.getString("name"),
                Rows.value(row.getString("settings"), new TypeReference<ServiceSettings>() {}, WHAT),
                RolloutState.valueOf(row.getString("state")),
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
}
