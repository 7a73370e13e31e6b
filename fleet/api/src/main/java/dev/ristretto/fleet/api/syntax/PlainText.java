package dev.ristretto.fleet.api.syntax;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import java.util.regex.Pattern;

/**
 * Text that others get to see: one line, without what would move a terminal's cursor, change what is shown before it or
 * turn its direction (control and format characters of Unicode), and not too long.
 */
public final class PlainText {

    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]");
    private static final int MOST_SHOWN = 80;

    private PlainText() {}

    /** Whether a text is of that kind and has at most so many characters. */
    public static boolean is(String text, int most) {
        return text.length() <= most && !UNSEEN.matcher(text).find();
    }

    /**
     * Checks a text.
     *
     * @param what names it in the refusal
     * @throws FleetException if it is not of that kind or has more characters
     */
    public static void require(String what, String text, int most) {
        if (text.length() > most) {
            throw new FleetException(Kind.INVALID, what + " has at most " + most + " characters, not " + text.length());
        }
        if (!is(text, most)) {
            throw new FleetException(
                    Kind.INVALID, what + " has control characters: '" + visible(text, MOST_SHOWN) + "'");
        }
    }

    /** A text with a question mark for each character that it must not have, cut where it gets too long. */
    public static String visible(String text, int most) {
        String cut = text.length() <= most ? text : text.substring(0, most) + "…";
        return UNSEEN.matcher(cut).replaceAll("?");
    }
}
