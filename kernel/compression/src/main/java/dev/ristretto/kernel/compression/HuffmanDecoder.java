package dev.ristretto.kernel.compression;

import java.util.Arrays;

/**
 * Decodes one canonical Huffman code (RFC 1951, section 3.2.2) by table.
 *
 * <p>The next {@link #PRIMARY_BITS} bits lead to an entry that is the answer, or to a second table for longer codes. An
 * entry holds the symbol above four bits with the length of its code. Length 0 means that no code begins so.
 */
final class HuffmanDecoder {
    private static final int PRIMARY_BITS = 9;
    private static final int PRIMARY_SIZE = 1 << PRIMARY_BITS;
    private static final int SECOND_TABLE = 1 << 31;
    private static final int LENGTH_MASK = 15;

    private final int[] table;
    private final int secondMask;

    private HuffmanDecoder(int[] table, int secondMask) {
        this.table = table;
        this.secondMask = secondMask;
    }

    /**
     * The decoder of the code with these lengths, 0 for symbols without a code.
     *
     * @param mayBeIncomplete whether a lone code of one bit is allowed (RFC 1951, section 3.2.7: one distance)
     * @param complaint the text of the failure if the lengths make no code
     */
    static HuffmanDecoder of(byte[] lengths, int from, int count, boolean mayBeIncomplete, String complaint)
            throws FormatException {
        int[] counts = new int[DeflateFormat.LONGEST_CODE + 1];
        for (int i = 0; i < count; i++) {
            counts[lengths[from + i]]++;
        }
        counts[0] = 0;
        int longest = DeflateFormat.LONGEST_CODE;
        while (longest > 0 && counts[longest] == 0) {
            longest--;
        }
        int left = 1;
        for (int length = 1; length <= DeflateFormat.LONGEST_CODE; length++) {
            left = (left << 1) - counts[length];
            if (left < 0) {
                throw new FormatException(complaint);
            }
        }
        if (left > 0 && longest > (mayBeIncomplete ? 1 : 0)) {
            throw new FormatException(complaint);
        }
        if (longest == 0 && !mayBeIncomplete) {
            throw new FormatException(complaint);
        }
        int secondBits = Math.max(0, longest - PRIMARY_BITS);
        return new HuffmanDecoder(fill(lengths, from, count, counts, secondBits), (1 << secondBits) - 1);
    }

    private static int[] fill(byte[] lengths, int from, int count, int[] counts, int secondBits) {
        int[] next = new int[DeflateFormat.LONGEST_CODE + 1];
        for (int length = 1; length < DeflateFormat.LONGEST_CODE; length++) {
            next[length + 1] = (next[length] + counts[length]) << 1;
        }
        int[] table = new int[PRIMARY_SIZE];
        int used = PRIMARY_SIZE;
        for (int symbol = 0; symbol < count; symbol++) {
            int length = lengths[from + symbol];
            if (length == 0) {
                continue;
            }
            // Codes are sent with their first bit lowest.
            int code = Integer.reverse(next[length]++) >>> 32 - length;
            int entry = symbol << 4 | length;
            if (length <= PRIMARY_BITS) {
                for (int i = code; i < PRIMARY_SIZE; i += 1 << length) {
                    table[i] = entry;
                }
                continue;
            }
            int primary = code & PRIMARY_SIZE - 1;
            if (table[primary] == 0) {
                table[primary] = SECOND_TABLE | used;
                used += 1 << secondBits;
                table = Arrays.copyOf(table, used);
            }
            int second = table[primary] & ~SECOND_TABLE;
            for (int i = code >>> PRIMARY_BITS; i < 1 << secondBits; i += 1 << length - PRIMARY_BITS) {
                table[second + i] = entry;
            }
        }
        return table;
    }

    /** The entry for the code with which {@code bits} begin; missing bits are taken for zeros. */
    int lookUp(long bits) {
        int entry = table[(int) bits & PRIMARY_SIZE - 1];
        if (entry < 0) {
            int second = (int) (bits >>> PRIMARY_BITS) & secondMask;
            entry = table[(entry & ~SECOND_TABLE) + second];
        }
        return entry;
    }

    /** How many bits the code of {@code entry} has, 0 if there is no such code. */
    static int length(int entry) {
        return entry & LENGTH_MASK;
    }

    static int symbol(int entry) {
        return entry >>> 4;
    }
}
