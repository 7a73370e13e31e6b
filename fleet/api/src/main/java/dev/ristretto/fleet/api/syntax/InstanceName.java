package dev.ristretto.fleet.api.syntax;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.run.host.RestrictedName;

/** What an instance or a service may be called: also a file name, and a segment of a path in a URL. */
public final class InstanceName {

    /** The form as a regular expression. */
    public static final String PATTERN = RestrictedName.PATTERN;

    private InstanceName() {}

    /**
     * Checks the form.
     *
     * @throws FleetException if no instance can be called so
     */
    public static void check(String name) {
        if (!RestrictedName.isValid(name)) {
            throw new FleetException(Kind.INVALID, RestrictedName.refusal(name, "an instance"));
        }
    }
}
