package dev.ristretto.run.host;

import java.util.regex.Pattern;

/** What users may call things that they name themselves: a name of a file, and a segment of a path in a URL. */
public final class RestrictedName {

    /** The form as a regular expression. */
    public static final String PATTERN = "[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}";

    private static final Pattern FORM = Pattern.compile(PATTERN);

    private RestrictedName() {}

    /** Whether something can be called so. */
    public static boolean isValid(String name) {
        return FORM.matcher(name).matches();
    }

    /**
     * Says that nothing can be called so, and how it could be.
     *
     * @param kind what was to be named, such as {@code an instance}
     */
    public static String refusal(String name, String kind) {
        return "'" + name + "' is no name for " + kind
                + ": use up to 63 letters, digits and . _ -, a letter or digit first";
    }
}
