package dev.ristretto.kernel.compression;

import java.util.Arrays;

/** A canonical Huffman code (RFC 1951, section 3.2.2) made for given frequencies, none longer than a limit. */
final class HuffmanEncoder {
    private final byte[] lengths;
    /** Codes with their first bit lowest, as they are sent. */
    private final short[] codes;

    private HuffmanEncoder(byte[] lengths) {
        this.lengths = lengths;
        codes = codes(lengths);
    }

    /** The code of these lengths. */
    static HuffmanEncoder ofLengths(byte[] lengths) {
        return new HuffmanEncoder(lengths);
    }

    /** A code of least total length for symbols that occur so often; at least two symbols get a code. */
    static HuffmanEncoder ofFrequencies(int[] frequencies, int longest) {
        byte[] lengths = new byte[frequencies.length];
        // Symbols that occur, least frequent first; the symbol in the lower half makes the order total.
        long[] order = new long[frequencies.length];
        int used = 0;
        for (int symbol = 0; symbol < frequencies.length; symbol++) {
            if (frequencies[symbol] > 0) {
                order[used++] = (long) frequencies[symbol] << 32 | symbol;
            }
        }
        for (int symbol = 0; used < 2; symbol++) {
            // Some decoders refuse a code of fewer than two symbols.
            if (frequencies[symbol] == 0) {
                order[used++] = symbol;
            }
        }
        Arrays.sort(order, 0, used);
        int[] depths = new int[used];
        for (int i = 0; i < used; i++) {
            depths[i] = (int) (order[i] >>> 32);
        }
        depths(depths);
        limit(depths, longest);
        for (int i = 0; i < used; i++) {
            lengths[(int) order[i]] = (byte) depths[i];
        }
        return new HuffmanEncoder(lengths);
    }

    byte[] lengths() {
        return lengths;
    }

    int length(int symbol) {
        return lengths[symbol];
    }

    int code(int symbol) {
        return codes[symbol] & 0xffff;
    }

    /** The symbols up to the last one that has a code. */
    int count(int least) {
        int count = lengths.length;
        while (count > least && lengths[count - 1] == 0) {
            count--;
        }
        return count;
    }

    /** How many bits the symbols take that occur so often. */
    long cost(int[] frequencies) {
        long bits = 0;
        for (int symbol = 0; symbol < frequencies.length; symbol++) {
            bits += (long) frequencies[symbol] * lengths[symbol];
        }
        return bits;
    }

    /**
     * Turns ascending weights into the lengths of their codes, in place: Moffat and Katajainen, "In-place calculation
     * of minimum-redundancy codes", 1995.
     */
    private static void depths(int[] weights) {
        int count = weights.length;
        int root = 0;
        int leaf = 0;
        for (int next = 0; next < count - 1; next++) {
            int sum = 0;
            for (int child = 0; child < 2; child++) {
                if (leaf >= count || root < next && weights[root] < weights[leaf]) {
                    sum += weights[root];
                    weights[root++] = next;
                } else {
                    sum += weights[leaf++];
                }
            }
            weights[next] = sum;
        }
        // Parents into depths of inner nodes.
        weights[count - 2] = 0;
        for (int next = count - 3; next >= 0; next--) {
            weights[next] = weights[weights[next]] + 1;
        }
        // Depths of inner nodes into depths of leaves.
        int available = 1;
        int depth = 0;
        int inner = count - 2;
        int next = count - 1;
        while (available > 0) {
            int used = 0;
            while (inner >= 0 && weights[inner] == depth) {
                used++;
                inner--;
            }
            while (available > used) {
                weights[next--] = depth;
                available--;
            }
            available = 2 * used;
            depth++;
        }
    }

    /**
     * Shortens codes longer than {@code longest} and lengthens others until the code fits again; rarest symbols first.
     */
    private static void limit(int[] depths, int longest) {
        if (depths[0] <= longest) {
            return;
        }
        // In units of the space that a code of the longest length takes.
        long space = 0;
        for (int i = 0; i < depths.length; i++) {
            depths[i] = Math.min(depths[i], longest);
            space += 1L << longest - depths[i];
        }
        long all = 1L << longest;
        for (int i = 0; space > all; i = i + 1 < depths.length ? i + 1 : 0) {
            if (depths[i] < longest) {
                depths[i]++;
                space -= 1L << longest - depths[i];
            }
        }
        for (int i = depths.length - 1; i >= 0; i--) {
            while (depths[i] > 1 && space + (1L << longest - depths[i]) <= all) {
                space += 1L << longest - depths[i];
                depths[i]--;
            }
        }
    }

    private static short[] codes(byte[] lengths) {
        int[] next = new int[DeflateFormat.LONGEST_CODE + 2];
        for (byte length : lengths) {
            if (length > 0) {
                next[length + 1]++;
            }
        }
        for (int length = 1; length < next.length; length++) {
            next[length] = next[length - 1] + next[length] << 1;
        }
        short[] codes = new short[lengths.length];
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            if (length > 0) {
                codes[symbol] = (short) (Integer.reverse(next[length]++) >>> 32 - length);
            }
        }
        return codes;
    }
}
