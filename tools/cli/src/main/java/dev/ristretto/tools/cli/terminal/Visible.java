package dev.ristretto.tools.cli.terminal;

import java.util.stream.IntStream;

/**
 * Text from elsewhere, such as names, messages and consoles, made fit for a terminal: what a terminal would obey or
 * hide (control characters of ISO 6429, among them DEL and C1; directions, joiners, fillers and other characters
 * without a shape) is shown as {@code \\u001b}, the form that JSON has for it.
 */
public final class Visible {

    /**
     * Ranges of characters without a shape that Unicode does not count among formats (Default_Ignorable_Code_Point).
     */
    private static final int[] WITHOUT_SHAPE = {
        0x034f, 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180f, 0x2065, 0x2065, 0x3164, 0x3164, 0xfe00, 0xfe0f,
        0xffa0, 0xffa0, 0xfff0, 0xfff8, 0xe0000, 0xe0fff
    };

    private Visible() {}

    /** A text that stays within its line, whatever is in it. */
    public static String line(String text) {
        return replace(text, false);
    }

    /** A text of several lines, with tabulators. */
    public static String text(String text) {
        return replace(text, true);
    }

    private static String replace(String text, boolean lines) {
        if (text.codePoints().allMatch(point -> isShown(point) || lines && isLayout(point))) {
            return text;
        }
        StringBuilder visible = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (isShown(point) || lines && isLayout(point)) {
                visible.appendCodePoint(point);
            } else {
                visible.append(escaped(point));
            }
        });
        return visible.toString();
    }

    /** Whether a character stands for itself on a terminal. */
    static boolean isShown(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default ->
                IntStream.range(0, WITHOUT_SHAPE.length / 2)
                        .noneMatch(i -> point >= WITHOUT_SHAPE[2 * i] && point <= WITHOUT_SHAPE[2 * i + 1]);
        };
    }

    /** Ends of lines and tabulators. */
    static boolean isLayout(int point) {
        return point == '\n' || point == '\t';
    }

    /** What is shown in place of a character. */
    static String escaped(int point) {
        StringBuilder text = new StringBuilder();
        for (char unit : Character.toChars(point)) {
            text.append(String.format("\\u%04x", (int) unit));
        }
        return text.toString();
    }
}
