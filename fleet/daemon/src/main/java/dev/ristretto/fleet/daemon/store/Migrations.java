package dev.ristretto.fleet.daemon.store;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/**
 * Brings a database to the present schema: script {@code schema-N.sql} leads from version N-1 to N. The version is
 * SQLite's {@code user_version}, changed in the transaction of its script.
 */
final class Migrations {

    /** The schema that this code works with. */
    static final int VERSION = 7;

    private Migrations() {}

    static void apply(Connection connection) throws SQLException {
        int version = version(connection);
        if (version > VERSION) {
            throw new FleetException(
                    Kind.FAILURE,
                    "The fleet's database has version " + version + ", made by a later ristretto; this one knows "
                            + VERSION + "\nUse that ristretto again");
        }
        while (version < VERSION) {
            version++;
            try (Statement statement = connection.createStatement()) {
                for (String command : script(version).split(";\n")) {
                    statement.execute(command);
                }
                statement.execute("PRAGMA user_version = " + version);
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            row.next();
            return row.getInt(1);
        }
    }

    static String script(int version) {
        String name = "schema-" + version + ".sql";
        try (InputStream script = Objects.requireNonNull(Migrations.class.getResourceAsStream(name), name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .replaceFirst(";$", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
