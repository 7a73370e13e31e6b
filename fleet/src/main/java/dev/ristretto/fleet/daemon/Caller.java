package dev.ristretto.fleet.daemon;

import dev.ristretto.fleet.api.Role;
import org.eclipse.jetty.http.HttpStatus;

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
     * @throws RequestProblem if they may not
     */
    void require(Role needed) {
        if (!role.covers(needed)) {
            throw new RequestProblem(
                    HttpStatus.FORBIDDEN_403, name + " has the role " + role + "; this takes the role " + needed);
        }
    }
}
