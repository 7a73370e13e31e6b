package dev.ristretto.kernel.compression.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Texts by numbers, as few bytes: first how many numbers there are, then how far each is behind the one before it, with
 * the place of its text, then the texts in the order of their characters, each with how many bytes it has in common
 * with the one before it. Integers take seven bits in each byte, the lowest first, and the highest bit says that there
 * are more. Made to be small; it is read from its beginning for each question.
 */
public final class TextTable {
    private static final int MORE = 0x80;
    private static final int BITS = 7;

    private final byte[] bytes;
    private int position;

    private TextTable(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A table.
     *
     * @param texts by numbers from 0 on, without control characters
     * @param phrases what many of them have in their middle or at their end, at most 31
     */
    public static byte[] encode(SortedMap<Integer, String> texts, List<String> phrases) {
        List<String> distinct = new ArrayList<>(new TreeSet<>(
                texts.values().stream().map(text -> shortened(text, phrases)).toList()));
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        write(table, texts.size());
        int last = 0;
        for (Map.Entry<Integer, String> entry : texts.entrySet()) {
            write(table, entry.getKey() - last);
            write(table, Collections.binarySearch(distinct, shortened(entry.getValue(), phrases)));
            last = entry.getKey();
        }
        byte[] before = {};
        for (String text : distinct) {
            byte[] characters = text.getBytes(StandardCharsets.UTF_8);
            int common = common(before, characters);
            write(table, common);
            write(table, characters.length - common);
            table.write(characters, common, characters.length - common);
            before = characters;
        }
        return table.toByteArray();
    }

    /**
     * The text of a number; null if the table has none.
     *
     * @param phrases those that the table was made with
     */
    public static @Nullable String find(byte[] bytes, int number, List<String> phrases) {
        TextTable table = new TextTable(bytes);
        int place = table.place(number);
        return place < 0 ? null : extended(table.text(place), phrases);
    }

    /** Of a number's text; leaves the position behind all numbers. */
    private int place(int wanted) {
        int found = -1;
        int at = 0;
        for (int left = read(); left > 0; left--) {
            at += read();
            int place = read();
            if (at == wanted) {
                found = place;
            }
        }
        return found;
    }

    private String text(int place) {
        byte[] text = {};
        for (int i = 0; i <= place; i++) {
            int common = read();
            int rest = read();
            byte[] next = new byte[common + rest];
            System.arraycopy(text, 0, next, 0, common);
            System.arraycopy(bytes, position, next, common, rest);
            position += rest;
            text = next;
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    private int read() {
        int value = 0;
        for (int shift = 0; ; shift += BITS) {
            byte next = bytes[position++];
            value |= (next & MORE - 1) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static void write(ByteArrayOutputStream table, int value) {
        int rest = value;
        while (rest >= MORE) {
            table.write(rest & MORE - 1 | MORE);
            rest >>>= BITS;
        }
        table.write(rest);
    }

    private static int common(byte[] one, byte[] other) {
        int length = 0;
        while (length < one.length && length < other.length && one[length] == other[length]) {
            length++;
        }
        return length;
    }

    private static String shortened(String text, List<String> phrases) {
        String result = text;
        for (int i = 0; i < phrases.size(); i++) {
            result = result.replace(phrases.get(i), String.valueOf((char) (i + 1)));
        }
        return result;
    }

    private static String extended(String text, List<String> phrases) {
        String result = text;
        for (int i = 0; i < phrases.size(); i++) {
            result = result.replace(String.valueOf((char) (i + 1)), phrases.get(i));
        }
        return result;
    }
}
