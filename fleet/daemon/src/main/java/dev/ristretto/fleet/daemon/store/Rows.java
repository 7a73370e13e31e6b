package dev.ristretto.fleet.daemon.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.ristretto.fleet.daemon.model.FleetJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table whose key is the number {@code id}: the statements that are the same for each table, as part of
 * somebody's transaction. Not safe for use by several threads.
 */
final class Rows {

    private final Connection connection;
    private final String table;
    private final String columns;
    private final int count;

    /**
     * The rows of a table.
     *
     * @param columns all but the key, separated by commas
     */
    Rows(Connection connection, String table, String columns) {
        this.connection = connection;
        this.table = table;
        this.columns = columns;
        this.count = columns.split(",").length;
    }

    /** Makes something of the present row. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Adds a row with values in the order of the columns; returns its number. */
    long insert(@Nullable Object... values) throws SQLException {
        String marks = "?" + ", ?".repeat(count - 1);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO " + table + " (" + columns + ") VALUES (" + marks + ")",
                Statement.RETURN_GENERATED_KEYS)) {
            bind(insert, values);
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(1);
            }
        }
    }

    /** Replaces the values of a row. */
    void update(long id, @Nullable Object... values) throws SQLException {
        String assignments = columns.replace(",", " = ?,") + " = ?";
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE " + table + " SET " + assignments + " WHERE id = ?")) {
            bind(update, values);
            update.setLong(count + 1, id);
            if (update.executeUpdate() != 1) {
                throw new SQLException("there is no " + table + " " + id);
            }
        }
    }

    void delete(long id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table + " WHERE id = ?")) {
            delete.setLong(1, id);
            delete.executeUpdate();
        }
    }

    /** Oldest first. */
    <T> List<T> all(Reader<T> reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, " + columns + " FROM " + table + " ORDER BY id")) {
            List<T> all = new ArrayList<>();
            while (row.next()) {
                all.add(reader.read(row));
            }
            return all;
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    static String json(Object value) {
        try {
            return FleetJson.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What a column has as JSON.
     *
     * @param what it should be, for the message
     */
    static <T> T value(String json, TypeReference<T> type, String what) throws SQLException {
        try {
            return Objects.requireNonNull(FleetJson.MAPPER.readValue(json, type));
        } catch (JsonProcessingException e) {
            // Without the text itself, which may hold secrets of an application.
            throw new SQLException("not " + what + ": " + e.getOriginalMessage());
        }
    }
}
