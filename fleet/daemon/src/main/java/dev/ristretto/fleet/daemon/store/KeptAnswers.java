package dev.ristretto.fleet.daemon.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was answered to requests that carried a key, so that one that is sent again is not done again. That a request
 * was begun is on disk before anything is done.
 */
public final class KeptAnswers {

    private final FleetDatabase database;

    KeptAnswers(FleetDatabase database) {
        this.database = database;
    }

    /**
     * A request that was begun.
     *
     * @param request what tells it from others
     * @param answer null if there is none yet
     */
    public record Kept(String request, @Nullable KeptAnswer answer) {}

    /**
     * What was answered.
     *
     * @param status of HTTP
     * @param mediaType of the body; empty if there is none
     */
    public record KeptAnswer(int status, String mediaType, byte[] body) {}

    /**
     * Notes that a request is begun, unless one of the same key was since a moment: then that one. Forgets those before
     * that moment.
     */
    public Optional<Kept> begin(String caller, String key, String request, Instant now, Instant since) {
        return database.change(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM kept_answer WHERE time < ?")) {
                delete.setLong(1, since.toEpochMilli());
                delete.executeUpdate();
            }
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT request, status, media_type, body FROM kept_answer WHERE caller = ? AND key = ?")) {
                select.setString(1, caller);
                select.setString(2, key);
                try (ResultSet row = select.executeQuery()) {
                    if (row.next()) {
                        int status = row.getInt("status");
                        boolean answered = !row.wasNull();
                        return Optional.of(new Kept(
                                row.getString("request"),
                                answered
                                        ? new KeptAnswer(status, row.getString("media_type"), row.getBytes("body"))
                                        : null));
                    }
                }
            }
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO kept_answer (caller, key, request, time) VALUES (?, ?, ?, ?)")) {
                insert.setString(1, caller);
                insert.setString(2, key);
                insert.setString(3, request);
                insert.setLong(4, now.toEpochMilli());
                insert.executeUpdate();
            }
            return Optional.empty();
        });
    }

    /** Keeps what was answered. */
    public void finish(String caller, String key, KeptAnswer answer) {
        database.change(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE kept_answer SET status = ?, media_type = ?, body = ? WHERE caller = ? AND key = ?")) {
                update.setInt(1, answer.status());
                update.setString(2, answer.mediaType());
                update.setBytes(3, answer.body());
                update.setString(4, caller);
                update.setString(5, key);
                return update.executeUpdate();
            }
        });
    }

    /** Forgets a request that came to nothing, so that it can be sent again. */
    public void forget(String caller, String key) {
        database.change(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM kept_answer WHERE caller = ? AND key = ?")) {
                delete.setString(1, caller);
                delete.setString(2, key);
                return delete.executeUpdate();
            }
        });
    }
}
