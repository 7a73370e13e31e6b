package dev.ristretto.kernel.compression;

import java.util.Arrays;

/**
 * The literals and matches of one block, counted, to be sent in whichever form is shortest (RFC 1951, section 3.2.3).
 */
final class Block {
    private static final int MOST_SYMBOLS = 16 * 1024;
    private static final HuffmanEncoder FIXED_LITERALS = HuffmanEncoder.ofLengths(DeflateFormat.fixedLiteralLengths());
    private static final HuffmanEncoder FIXED_DISTANCES =
            HuffmanEncoder.ofLengths(DeflateFormat.fixedDistanceLengths());

    /** A literal, or a distance above 16 bits of length. */
    private final int[] symbols = new int[MOST_SYMBOLS];

    private final int[] literalCounts = new int[DeflateFormat.LITERAL_SYMBOLS];
    private final int[] distanceCounts = new int[DeflateFormat.DISTANCE_SYMBOLS];
    private int size;
    private long extraBits;

    Block() {
        clear();
    }

    void clear() {
        Arrays.fill(literalCounts, 0);
        Arrays.fill(distanceCounts, 0);
        literalCounts[DeflateFormat.END_OF_BLOCK] = 1;
        size = 0;
        extraBits = 0;
    }

    /** Whether there may be no room for a literal and a match more. */
    boolean isFull() {
        return size > MOST_SYMBOLS - 2;
    }

    void literal(int value) {
        symbols[size++] = value;
        literalCounts[value]++;
    }

    void match(int distance, int length) {
        symbols[size++] = distance << 16 | length;
        int lengthSymbol = DeflateFormat.lengthSymbol(length);
        int distanceSymbol = DeflateFormat.distanceSymbol(distance);
        literalCounts[DeflateFormat.FIRST_LENGTH + lengthSymbol]++;
        distanceCounts[distanceSymbol]++;
        extraBits += DeflateFormat.lengthExtraBits(lengthSymbol) + DeflateFormat.distanceExtraBits(distanceSymbol);
    }

    /**
     * Sends the block and begins the next.
     *
     * @param source where its bytes are from {@code offset} on, which is negative if they are no longer
     */
    void send(BitWriter out, boolean last, byte[] source, int offset, int length) {
        HuffmanEncoder literals = HuffmanEncoder.ofFrequencies(literalCounts, DeflateFormat.LONGEST_CODE);
        HuffmanEncoder distances = HuffmanEncoder.ofFrequencies(distanceCounts, DeflateFormat.LONGEST_CODE);
        CodeLengths codeLengths = new CodeLengths(literals, distances);
        long dynamic = codeLengths.cost() + literals.cost(literalCounts) + distances.cost(distanceCounts) + extraBits;
        long fixed = FIXED_LITERALS.cost(literalCounts) + FIXED_DISTANCES.cost(distanceCounts) + extraBits;
        if (offset >= 0
                && length <= DeflateFormat.LONGEST_STORED_BLOCK
                && (length + 4L) * 8 <= Math.min(dynamic, fixed)) {
            stored(out, last, source, offset, length);
        } else if (fixed <= dynamic) {
            out.put((last ? 1 : 0) | DeflateFormat.FIXED << 1, 3);
            sendSymbols(out, FIXED_LITERALS, FIXED_DISTANCES);
        } else {
            out.put((last ? 1 : 0) | DeflateFormat.DYNAMIC << 1, 3);
            codeLengths.send(out);
            sendSymbols(out, literals, distances);
        }
        clear();
    }

    /** Sends bytes as they are (RFC 1951, section 3.2.4), in as many blocks as it takes, at least one. */
    static void stored(BitWriter out, boolean last, byte[] source, int offset, int length) {
        int sent = 0;
        do {
            int part = Math.min(length - sent, DeflateFormat.LONGEST_STORED_BLOCK);
            out.put(last && sent + part == length ? 1 : 0, 3);
            out.align();
            out.put(part | (part ^ 0xffff) << 16, 32);
            out.put(source, offset + sent, part);
            sent += part;
        } while (sent < length);
    }

    private void sendSymbols(BitWriter out, HuffmanEncoder literals, HuffmanEncoder distances) {
        for (int i = 0; i < size; i++) {
            int symbol = symbols[i];
            int distance = symbol >>> 16;
            if (distance == 0) {
                out.put(literals.code(symbol), literals.length(symbol));
            } else {
                sendMatch(out, literals, distances, distance, symbol & 0xffff);
            }
        }
        out.put(literals.code(DeflateFormat.END_OF_BLOCK), literals.length(DeflateFormat.END_OF_BLOCK));
    }

    private static void sendMatch(
            BitWriter out, HuffmanEncoder literals, HuffmanEncoder distances, int distance, int length) {
        int lengthSymbol = DeflateFormat.lengthSymbol(length);
        int symbol = DeflateFormat.FIRST_LENGTH + lengthSymbol;
        out.put(literals.code(symbol), literals.length(symbol));
        out.put(length - DeflateFormat.lengthBase(lengthSymbol), DeflateFormat.lengthExtraBits(lengthSymbol));
        int distanceSymbol = DeflateFormat.distanceSymbol(distance);
        out.put(distances.code(distanceSymbol), distances.length(distanceSymbol));
        out.put(distance - DeflateFormat.distanceBase(distanceSymbol), DeflateFormat.distanceExtraBits(distanceSymbol));
    }
}
