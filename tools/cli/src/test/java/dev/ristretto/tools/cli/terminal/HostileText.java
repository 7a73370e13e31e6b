package dev.ristretto.tools.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;

/** Texts as somebody would choose them who wants to have a terminal do something, and what no terminal may get. */
public final class HostileText {

    /** By Unicode's categories and by name, not by what the product knows. */
    private static final Pattern OBEYED_OR_HIDDEN = Pattern.compile(
            "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u3164\\ufe00-\\ufe0f\\uffa0"
                    + "\\x{e0100}-\\x{e01ef}&&[^\\n\\t]]");

    private static final String[] SEQUENCES = {
        "\u001b[2J",
        "\u001b]0;pwned\u0007",
        "\u009b31m",
        "\u001bc",
        "\u001b[1A\u001b[2K",
        "\u202e",
        "\u2066",
        "\u200b",
        "\u200f",
        "\ufeff",
        "\u00ad",
        "\u0085",
        "\u2028",
        "\u2029",
        "\r",
        "\b\b\b",
        "\u007f",
        "\u0000",
        "\u000b",
        "\f",
        "\uDB40\uDC41",
        "\u034f",
        "\u3164",
        "\ufe0f",
        "\u180e",
        "\u0090q\u009c",
        "x | ",
        "ristretto: "
    };

    private HostileText() {}

    /** A text of so many pieces. */
    public static String of(Random random, int pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            switch (random.nextInt(3)) {
                case 0 -> text.append(SEQUENCES[random.nextInt(SEQUENCES.length)]);
                case 1 -> text.append((char) ('a' + random.nextInt(26)));
                default -> text.appendCodePoint(point(random));
            }
        }
        return text.toString();
    }

    private static int point(Random random) {
        int point;
        do {
            point = random.nextInt(4) == 0 ? random.nextInt(Character.MAX_CODE_POINT + 1) : random.nextInt(0x3000);
        } while (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE || point == '\n');
        return point;
    }

    /** Fails if a terminal would do something with a text but show it. */
    public static void assertHarmless(String text, String what) {
        var match = OBEYED_OR_HIDDEN.matcher(text.replace("\r\n", "\n"));
        assertThat(match.find() ? "U+" + Integer.toHexString(match.group().codePointAt(0)) : "nothing")
                .as(what)
                .isEqualTo("nothing");
    }
}
