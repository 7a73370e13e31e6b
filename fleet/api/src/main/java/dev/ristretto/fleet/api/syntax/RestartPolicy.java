package dev.ristretto.fleet.api.syntax;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When an instance that has ended by itself is started again.
 *
 * @param when the kind of end after which it is
 * @param most how often at most; 0 means without limit
 */
public record RestartPolicy(When when, int most) {

    private static final Pattern FORM = Pattern.compile("no|always|on-failure(?::(\\d{1,6}))?");

    /** After which ends. */
    public enum When {
        NEVER,
        AFTER_FAILURE,
        ALWAYS
    }

    /**
     * Reads {@code no}, {@code on-failure[:N]} or {@code always}.
     *
     * @throws IllegalArgumentException if the text has another form, with a message that shows the form
     */
    public static RestartPolicy parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a restart policy: write no, on-failure, on-failure:N or always");
        }
        return switch (text) {
            case "no" -> new RestartPolicy(When.NEVER, 0);
            case "always" -> new RestartPolicy(When.ALWAYS, 0);
            default ->
                new RestartPolicy(When.AFTER_FAILURE, form.group(1) == null ? 0 : Integer.parseInt(form.group(1)));
        };
    }

    /**
     * Whether to start again.
     *
     * @param failed whether it ended with another status than 0
     * @param restarts how often it was started again already
     */
    public boolean restarts(boolean failed, int restarts) {
        return switch (when) {
            case NEVER -> false;
            case AFTER_FAILURE -> failed && (most == 0 || restarts < most);
            case ALWAYS -> true;
        };
    }
}
