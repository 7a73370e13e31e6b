package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.api.Role;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request.
 *
 * @param name what the daemon calls them
 * @param id tells them from everybody who was ever called the same
 * @param role what they may do
 * @param end until when; null for ever
 */
public record Requester(
        String name, String id, Role role, @Nullable Instant end) {

    /** Whoever can open the Unix socket, which is the user and nobody else. */
    public static final Requester USER = new Requester("user", "user", Role.ADMIN, null);

    /**
     * Checks that they may do something.
     *
     * @throws FleetException if they may not
     */
    void require(Role needed) {
        if (!role.covers(needed)) {
            throw new FleetException(Kind.DENIED, name + " has the role " + role + "; this takes the role " + needed);
        }
    }

    /** The same until a time, if not until an earlier one. */
    Requester until(Instant other) {
        return new Requester(name, id, role, endOr(other));
    }

    /** Until when they may do anything, or another time if that is earlier. */
    Instant endOr(Instant other) {
        return end == null || other.isBefore(end) ? other : end;
    }
}
