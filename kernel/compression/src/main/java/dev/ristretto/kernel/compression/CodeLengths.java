package dev.ristretto.kernel.compression;

/**
 * The header of a dynamic block: the lengths of its two codes, run-length encoded and Huffman coded (RFC 1951, 3.2.7).
 */
final class CodeLengths {
    private static final int LEAST_DISTANCE_COUNT = 1;
    private static final int LEAST_CODE_LENGTH_COUNT = 4;
    private static final int COUNT_BITS = 5 + 5 + 4;

    private final int literalCount;
    private final int distanceCount;
    /** A symbol above eight bits of what its extra bits say. */
    private final short[] symbols;

    private final HuffmanEncoder code;
    private final int codeLengthCount;
    private final int[] counts = new int[DeflateFormat.CODE_LENGTH_SYMBOLS];
    private int size;

    CodeLengths(HuffmanEncoder literals, HuffmanEncoder distances) {
        literalCount = literals.count(DeflateFormat.FIRST_LENGTH);
        distanceCount = distances.count(LEAST_DISTANCE_COUNT);
        byte[] all = new byte[literalCount + distanceCount];
        System.arraycopy(literals.lengths(), 0, all, 0, literalCount);
        System.arraycopy(distances.lengths(), 0, all, literalCount, distanceCount);
        symbols = new short[all.length];
        encode(all);
        code = HuffmanEncoder.ofFrequencies(counts, DeflateFormat.LONGEST_CODE_LENGTH_CODE);
        int count = DeflateFormat.CODE_LENGTH_SYMBOLS;
        while (count > LEAST_CODE_LENGTH_COUNT && code.length(DeflateFormat.codeLengthOrder(count - 1)) == 0) {
            count--;
        }
        codeLengthCount = count;
    }

    /** How many bits {@link #send} sends. */
    long cost() {
        return COUNT_BITS
                + 3L * codeLengthCount
                + code.cost(counts)
                + 2L * counts[DeflateFormat.REPEAT_LAST]
                + 3L * counts[DeflateFormat.REPEAT_ZERO]
                + 7L * counts[DeflateFormat.REPEAT_ZERO_LONG];
    }

    void send(BitWriter out) {
        out.put(literalCount - DeflateFormat.FIRST_LENGTH, 5);
        out.put(distanceCount - LEAST_DISTANCE_COUNT, 5);
        out.put(codeLengthCount - LEAST_CODE_LENGTH_COUNT, 4);
        for (int i = 0; i < codeLengthCount; i++) {
            out.put(code.length(DeflateFormat.codeLengthOrder(i)), 3);
        }
        for (int i = 0; i < size; i++) {
            int symbol = symbols[i] >>> 8;
            out.put(code.code(symbol), code.length(symbol));
            switch (symbol) {
                case DeflateFormat.REPEAT_LAST -> out.put(symbols[i] & 0xff, 2);
                case DeflateFormat.REPEAT_ZERO -> out.put(symbols[i] & 0xff, 3);
                case DeflateFormat.REPEAT_ZERO_LONG -> out.put(symbols[i] & 0xff, 7);
                default -> {
                    // A length stands for itself.
                }
            }
        }
    }

    private void encode(byte[] all) {
        for (int i = 0; i < all.length; ) {
            int run = 1;
            while (i + run < all.length && all[i + run] == all[i]) {
                run++;
            }
            i += run;
            if (all[i - 1] == 0) {
                zeros(run);
            } else {
                add(all[i - 1], 0);
                same(all[i - 1], run - 1);
            }
        }
    }

    private void zeros(int run) {
        int left = run;
        while (left >= 11) {
            int part = Math.min(left, 138);
            add(DeflateFormat.REPEAT_ZERO_LONG, part - 11);
            left -= part;
        }
        if (left >= 3) {
            add(DeflateFormat.REPEAT_ZERO, left - 3);
            left = 0;
        }
        for (; left > 0; left--) {
            add(0, 0);
        }
    }

    private void same(int length, int run) {
        int left = run;
        while (left >= 3) {
            int part = Math.min(left, 6);
            add(DeflateFormat.REPEAT_LAST, part - 3);
            left -= part;
        }
        for (; left > 0; left--) {
            add(length, 0);
        }
    }

    private void add(int symbol, int extra) {
        symbols[size++] = (short) (symbol << 8 | extra);
        counts[symbol]++;
    }
}
