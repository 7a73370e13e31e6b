package dev.ristretto.fleet.api.syntax;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import java.util.regex.Pattern;

/** What an instance or a service may be called: also a file name, and a segment of a path in a URL. */
public final class InstanceName {

    /** The form as a regular expression. */
    public static final String PATTERN = "[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}";

    private static final Pattern FORM = Pattern.compile(PATTERN);

    private InstanceName() {}

    /**
     * Checks the form.
     *
     * @throws FleetException if no instance can be called so
     */
    public static void check(String name) {
        if (!FORM.matcher(name).matches()) {
            throw new FleetException(
                    Kind.INVALID,
                    "'" + name
                            + "' is no name for an instance: use up to 63 letters, digits and . _ -, a letter or digit first");
        }
    }
}
