package dev.ristretto.fleet.api.syntax;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import java.util.Map;
import java.util.regex.Pattern;

/** What instances may be labelled with. */
public final class Labels {

    /** Keys that begin so are the daemon's own. */
    public static final String RESERVED = "ristretto.";

    private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_./-]{0,62}");
    private static final int LONGEST_VALUE = 255;
    private static final int MOST = 64;

    private Labels() {}

    /**
     * Checks what a user wants to label an instance with.
     *
     * @throws FleetException if a label has another form or is the daemon's own
     */
    public static void check(Map<String, String> labels) {
        if (labels.size() > MOST) {
            throw new FleetException(Kind.INVALID, "An instance has at most " + MOST + " labels, not " + labels.size());
        }
        labels.forEach((key, value) -> {
            if (!KEY.matcher(key).matches()) {
                throw new FleetException(
                        Kind.INVALID,
                        "'" + key
                                + "' is no key of a label: use up to 63 letters, digits and . _ - /, a letter or digit first");
            }
            if (value == null) {
                throw new FleetException(Kind.INVALID, "Label " + key + " has no value");
            }
            PlainText.require("The value of label " + key, value, LONGEST_VALUE);
            if (key.startsWith(RESERVED)) {
                throw new FleetException(
                        Kind.INVALID, "Labels that begin with " + RESERVED + " are the daemon's own: rename " + key);
            }
        });
    }
}
