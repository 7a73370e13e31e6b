package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.api.Role;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;

/**
 * Who sends a request.
 *
 * @param name what the daemon calls them
 * @param id tells them from everybody who was ever called the same
 * @param role what they may do
 */
public record Caller(String name, String id, Role role) {

    /** Whoever can open the Unix socket, which is the user and nobody else. */
    public static final Caller USER = new Caller("user", "user", Role.ADMIN);

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
}
