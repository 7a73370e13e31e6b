package dev.ristretto.fleet.daemon.store;

import dev.ristretto.fleet.api.AuditEntry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Who has asked for what, and what came of it. Entries are never changed; only the newest half million of them are
 * kept.
 */
public final class AuditLog {

    private final FleetDatabase database;

    AuditLog(FleetDatabase database) {
        this.database = database;
    }

    /** Adds an entry. */
    public void append(Instant time, String caller, String action, int status, String detail) {
        database.change(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO audit (time, caller, action, status, detail) VALUES (?, ?, ?, ?, ?)")) {
                insert.setLong(1, time.toEpochMilli());
                insert.setString(2, caller);
                insert.setString(3, action);
                insert.setInt(4, status);
                insert.setString(5, detail);
                return insert.executeUpdate();
            }
        });
    }

    /** Entries before a sequence number, newest first. */
    public List<AuditEntry> before(long sequence, int most) {
        return database.change(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT * FROM audit WHERE sequence < ? ORDER BY sequence DESC LIMIT ?")) {
                select.setLong(1, sequence);
                select.setInt(2, most);
                List<AuditEntry> entries = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        entries.add(new AuditEntry(
                                row.getLong("sequence"),
                                Instant.ofEpochMilli(row.getLong("time")).toString(),
                                row.getString("caller"),
                                row.getString("action"),
                                row.getInt("status"),
                                row.getString("detail")));
                    }
                }
                return entries;
            }
        });
    }
}
