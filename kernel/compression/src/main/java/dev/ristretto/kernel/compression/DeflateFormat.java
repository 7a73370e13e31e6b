package dev.ristretto.kernel.compression;

import java.util.Arrays;

/** The constants of the format (RFC 1951, sections 3.2.5 to 3.2.7). */
final class DeflateFormat {
    /** How far back a match may reach, in bytes. */
    static final int WINDOW_SIZE = 32768;

    static final int SHORTEST_MATCH = 3;
    static final int LONGEST_MATCH = 258;
    static final int LONGEST_STORED_BLOCK = 65535;

    static final int STORED = 0;
    static final int FIXED = 1;
    static final int DYNAMIC = 2;

    /** Literal/length symbols: 256 literals, the end of the block, 29 lengths. */
    static final int END_OF_BLOCK = 256;

    static final int FIRST_LENGTH = 257;
    static final int LENGTH_SYMBOLS = 29;
    static final int LITERAL_SYMBOLS = FIRST_LENGTH + LENGTH_SYMBOLS;
    static final int DISTANCE_SYMBOLS = 30;
    static final int LONGEST_CODE = 15;

    /** The alphabet in which code lengths themselves are sent. */
    static final int CODE_LENGTH_SYMBOLS = 19;

    static final int LONGEST_CODE_LENGTH_CODE = 7;
    static final int REPEAT_LAST = 16;
    static final int REPEAT_ZERO = 17;
    static final int REPEAT_ZERO_LONG = 18;

    private static final byte[] CODE_LENGTH_ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    private static final int[] LENGTH_BASE = new int[LENGTH_SYMBOLS];
    private static final int[] DISTANCE_BASE = new int[DISTANCE_SYMBOLS];
    /** The length symbol, less {@link #FIRST_LENGTH}, of each length less {@link #SHORTEST_MATCH}. */
    private static final byte[] LENGTH_SYMBOL = new byte[LONGEST_MATCH - SHORTEST_MATCH + 1];

    static {
        int length = SHORTEST_MATCH;
        for (int symbol = 0; symbol < LENGTH_SYMBOLS; symbol++) {
            LENGTH_BASE[symbol] = length;
            int next = length + (1 << lengthExtraBits(symbol));
            Arrays.fill(
                    LENGTH_SYMBOL,
                    length - SHORTEST_MATCH,
                    Math.min(next - SHORTEST_MATCH, LENGTH_SYMBOL.length),
                    (byte) symbol);
            length = next;
        }
        // The longest match has a symbol of its own, without extra bits.
        LENGTH_BASE[LENGTH_SYMBOLS - 1] = LONGEST_MATCH;
        LENGTH_SYMBOL[LONGEST_MATCH - SHORTEST_MATCH] = LENGTH_SYMBOLS - 1;
        int distance = 1;
        for (int symbol = 0; symbol < DISTANCE_SYMBOLS; symbol++) {
            DISTANCE_BASE[symbol] = distance;
            distance += 1 << distanceExtraBits(symbol);
        }
    }

    private DeflateFormat() {}

    /** Extra bits of the length symbol {@code FIRST_LENGTH + symbol}. */
    static int lengthExtraBits(int symbol) {
        return symbol < 8 || symbol == LENGTH_SYMBOLS - 1 ? 0 : symbol / 4 - 1;
    }

    static int lengthBase(int symbol) {
        return LENGTH_BASE[symbol];
    }

    static int lengthSymbol(int length) {
        return LENGTH_SYMBOL[length - SHORTEST_MATCH];
    }

    static int distanceExtraBits(int symbol) {
        return symbol < 4 ? 0 : symbol / 2 - 1;
    }

    static int distanceBase(int symbol) {
        return DISTANCE_BASE[symbol];
    }

    static int distanceSymbol(int distance) {
        if (distance <= 4) {
            return distance - 1;
        }
        int bits = 30 - Integer.numberOfLeadingZeros(distance - 1);
        return 2 * bits + 2 + ((distance - 1) >>> bits & 1);
    }

    /** The place at which the length of this symbol's code is sent in the header of a dynamic block. */
    static int codeLengthOrder(int index) {
        return CODE_LENGTH_ORDER[index];
    }

    /** The code lengths of a fixed block's literals and lengths; two of the 288 are never used. */
    static byte[] fixedLiteralLengths() {
        byte[] lengths = new byte[288];
        Arrays.fill(lengths, 0, 144, (byte) 8);
        Arrays.fill(lengths, 144, 256, (byte) 9);
        Arrays.fill(lengths, 256, 280, (byte) 7);
        Arrays.fill(lengths, 280, 288, (byte) 8);
        return lengths;
    }

    /** The code lengths of a fixed block's distances; two of the 32 are never used. */
    static byte[] fixedDistanceLengths() {
        byte[] lengths = new byte[32];
        Arrays.fill(lengths, (byte) 5);
        return lengths;
    }
}
