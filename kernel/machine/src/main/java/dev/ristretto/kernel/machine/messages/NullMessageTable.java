package dev.ristretto.kernel.machine.messages;

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
 * Texts by where in the code an exception is created, as few bytes: first the number of places, then how far each place
 * is behind the one before it, with the number of its text, then the texts in the order of their characters, each with
 * how many bytes it has in common with the one before it. Numbers take seven bits in each byte, the lowest first, and
 * the highest bit says that there are more. It is read from its beginning, for exceptions are rarely asked.
 */
final class NullMessageTable {
    /** Stand in the table for what most texts have in their middle and at their end. */
    private static final List<String> PHRASES =
            List.of("\" because \"", "\" is null", "\" because the return value of \"");

    private static final int MORE = 0x80;
    private static final int BITS = 7;

    private final byte[] bytes;
    private int position;

    private NullMessageTable(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @param texts by the place behind the call that creates an exception */
    static byte[] encode(SortedMap<Integer, String> texts) {
        List<String> distinct = new ArrayList<>(new TreeSet<>(
                texts.values().stream().map(NullMessageTable::shortened).toList()));
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        write(table, texts.size());
        int last = 0;
        for (Map.Entry<Integer, String> entry : texts.entrySet()) {
            write(table, entry.getKey() - last);
            write(table, Collections.binarySearch(distinct, shortened(entry.getValue())));
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

    /** The text for a place; null if the table has none. */
    static @Nullable String find(byte[] bytes, int place) {
        NullMessageTable table = new NullMessageTable(bytes);
        int number = table.number(place);
        return number < 0 ? null : extended(table.text(number));
    }

    /** Leaves the position behind all places if one is found. */
    private int number(int place) {
        int found = -1;
        int at = 0;
        for (int left = read(); left > 0; left--) {
            at += read();
            int number = read();
            if (at == place) {
                found = number;
            }
        }
        return found;
    }

    private String text(int number) {
        byte[] text = {};
        for (int i = 0; i <= number; i++) {
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

    private static String shortened(String text) {
        String result = text;
        for (int i = 0; i < PHRASES.size(); i++) {
            result = result.replace(PHRASES.get(i), String.valueOf((char) (i + 1)));
        }
        return result;
    }

    private static String extended(String text) {
        String result = text;
        for (int i = 0; i < PHRASES.size(); i++) {
            result = result.replace(String.valueOf((char) (i + 1)), PHRASES.get(i));
        }
        return result;
    }
}
