package dev.ristretto.fleet.daemon.store;

import dev.ristretto.fleet.api.error.FleetException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What can go wrong with a database, brought about in SQLite itself. A full disk: no page can be added, whatever needs
 * one is refused with {@code SQLITE_FULL}. No right to write: every change is refused with {@code SQLITE_READONLY}.
 */
public final class DatabaseFaults {

    private final FleetDatabase database;
    private final AtomicInteger commits = new AtomicInteger();
    private Runnable before = () -> {};
    private Runnable after = () -> {};

    /** Watches a database that is open. */
    public DatabaseFaults(FleetDatabase database) {
        this.database = database;
        database.observe(new FleetDatabase.Commits() {
            @Override
            public void before(Connection connection) throws SQLException {
                commits.incrementAndGet();
                before.run();
            }

            @Override
            public void after() {
                after.run();
            }
        });
    }

    /** How many transactions there were, those that only read included. */
    public int commits() {
        return commits.get();
    }

    /** Has something done before and after each commit, by the thread that commits. */
    public void around(Runnable beforeCommit, Runnable afterCommit) {
        before = beforeCommit;
        after = afterCommit;
    }

    /** From now on the disk is full, but for what is free in the file. */
    public void fillDisk() {
        // SQLite does not set it below what there is.
        pragma("max_page_count = 1");
    }

    /** From now on the file may not be written. */
    public void forbidWriting() {
        pragma("query_only = 1");
    }

    /** All is well again. */
    public void mend() {
        pragma("max_page_count = 1073741823");
        pragma("query_only = 0");
    }

    private void pragma(String text) {
        database.change(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("PRAGMA " + text);
            }
        });
    }

    /** Uses up what is free in the file, so that the next change finds no room; the disk must be full. */
    public void useUp() {
        try {
            while (true) {
                database.change(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.execute(
                                "INSERT INTO kept_answer (caller, key, request, time, body) VALUES ('-', hex(randomblob(16)), '', 0, zeroblob(64))");
                    }
                });
            }
        } catch (FleetException e) {
            // Now it is full.
        }
    }

    /** Whether SQLite finds nothing wrong with its file. */
    public boolean isSound() {
        return database.change(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
                return row.next() && row.getString(1).equals("ok");
            }
        });
    }
}
