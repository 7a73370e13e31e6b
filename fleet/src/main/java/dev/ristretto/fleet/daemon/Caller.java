package dev.ristretto.fleet.daemon;

import dev.ristretto.fleet.FleetException;
import dev.ristretto.fleet.FleetException.Kind;
import dev.ristretto.fleet.api.Role;

/**
 * Who sends a request.
 *
 * @param name what the daemon calls them
 * @param role what they may do
 */
record Caller(String name, Role role) {

    /** Whoever can open the Unix socket, which is the user and nobody else. */
    static final Caller USER = new Caller("user", Role.ADMIN);

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
