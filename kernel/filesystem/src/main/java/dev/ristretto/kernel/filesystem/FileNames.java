package dev.ristretto.kernel.filesystem;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names between bytes, as they are on a device, and text. The bytes are UTF-8; one that is not becomes a character from
 * U+DC80 to U+DCFF, which no text has otherwise, and comes back as the same byte.
 */
public final class FileNames {
    /** What the longest characters that there are begin with. */
    private static final int LAST_LEAD = 0b1111_0100;

    private static final char STRAY = '\uDC00';

    private FileNames() {}

    /** Bytes to text. */
    public static String decode(byte[] bytes, int offset, int length) {
        StringBuilder text = new StringBuilder(length);
        int end = offset + length;
        for (int at = offset; at < end; ) {
            int size = sequence(bytes, at, end);
            if (size == 0) {
                text.append((char) (STRAY + (bytes[at] & 0xFF)));
                at++;
            } else if (size == 1) {
                text.append((char) bytes[at]);
                at++;
            } else {
                text.append(new String(bytes, at, size, StandardCharsets.UTF_8));
                at += size;
            }
        }
        return text.toString();
    }

    /** Text to bytes. */
    public static byte[] encode(String text) {
        byte[] bytes = new byte[text.length() * 3];
        int size = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (point >= STRAY + 0x80 && point <= STRAY + 0xFF) {
                bytes[size++] = (byte) (point - STRAY);
            } else {
                for (byte one : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    bytes[size++] = one;
                }
            }
        }
        return Arrays.copyOf(bytes, size);
    }

    /** The bytes of a name that a file may have; NAME_TOO_LONG, or INVALID if no file may be called so. */
    public static byte[] check(String name) throws FileFault {
        byte[] bytes = encode(name);
        if (bytes.length > FileSystem.LONGEST_NAME) {
            throw new FileFault(FileFault.Reason.NAME_TOO_LONG, name);
        }
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new FileFault(FileFault.Reason.INVALID, name);
        }
        for (byte one : bytes) {
            if (one == '/' || one == 0) {
                throw new FileFault(FileFault.Reason.INVALID, name);
            }
        }
        return bytes;
    }

    /** How many bytes make one well-formed character here (Unicode 16, table 3-7); 0 if none do. */
    private static int sequence(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        int size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if (first < 0xC2 || first > LAST_LEAD || at + size > end) {
            return 0;
        }
        int second = bytes[at + 1] & 0xFF;
        int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int highest = first == 0xED ? 0x9F : first == LAST_LEAD ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int i = 2; i < size; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return size;
    }
}
