package dev.ristretto.fleet.daemon.store;

import dev.ristretto.fleet.api.Role;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the API besides the user: names, roles, and hashes of what they show. Safe for use by several threads.
 */
public final class Tokens {

    private final FleetDatabase database;

    /** What is stored; null if that is not known. Each request from the network asks for it, whoever sends it. */
    private volatile @Nullable List<Token> known;

    Tokens(FleetDatabase database) {
        this.database = database;
    }

    /**
     * A token without its secret.
     *
     * @param hash SHA-256 of the secret, which has 256 bits of chance in it and needs no slower hash
     * @param expires when it is of no use any more; null for never
     */
    public record Token(
            String name,
            Role role,
            byte[] hash,
            Instant created,
            @Nullable Instant expires) {

        /** Tells it from every other, also from those that were called the same before. */
        public String id() {
            return HexFormat.of().formatHex(hash, 0, 16);
        }

        /** Whether it is still of use. */
        public boolean isValid(Instant now) {
            return expires == null || now.isBefore(expires);
        }
    }

    /**
     * Stores a token.
     *
     * @throws FleetException if there is one of that name
     */
    public synchronized void insert(Token token) {
        known = null;
        boolean stored = database.change(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT OR IGNORE INTO token (name, role, hash, created, expires) VALUES (?, ?, ?, ?, ?)")) {
                insert.setString(1, token.name());
                insert.setString(2, token.role().toString());
                insert.setBytes(3, token.hash());
                insert.setLong(4, token.created().toEpochMilli());
                Instant expires = token.expires();
                insert.setObject(5, expires == null ? null : expires.toEpochMilli());
                return insert.executeUpdate() == 1;
            }
        });
        if (!stored) {
            throw new FleetException(
                    Kind.CONFLICT,
                    "There is a token " + token.name() + " already\nChoose another name, or: ristretto token rm "
                            + token.name());
        }
    }

    /** All tokens, by name. */
    public List<Token> all() {
        List<Token> tokens = known;
        if (tokens == null) {
            tokens = read();
        }
        return tokens;
    }

    private synchronized List<Token> read() {
        List<Token> tokens = List.copyOf(database.change(connection -> {
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery("SELECT * FROM token ORDER BY name")) {
                List<Token> rows = new ArrayList<>();
                while (row.next()) {
                    long expires = row.getLong("expires");
                    rows.add(new Token(
                            row.getString("name"),
                            Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                            row.getBytes("hash"),
                            Instant.ofEpochMilli(row.getLong("created")),
                            row.getObject("expires") == null ? null : Instant.ofEpochMilli(expires)));
                }
                return rows;
            }
        }));
        known = tokens;
        return tokens;
    }

    /** Forgets a token; returns whether there was one. */
    public synchronized boolean delete(String name) {
        known = null;
        return database.change(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM token WHERE name = ?")) {
                delete.setString(1, name);
                return delete.executeUpdate() == 1;
            }
        });
    }
}
