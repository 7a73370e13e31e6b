package dev.ristretto.kernel.compression;

import java.util.Arrays;

/**
 * The bytes that wait to be compressed and, before them, the 32 KiB in which matches may begin; with an index by the
 * next three bytes.
 *
 * <p>Two windows long: when the second half is nearly used up, it moves down over the first.
 */
final class Window {
    private static final int SIZE = DeflateFormat.WINDOW_SIZE;
    private static final int MASK = SIZE - 1;
    private static final int HASH_BITS = 15;
    private static final int NOWHERE = 0;
    /** A match can only be looked for with this much to compare, except at the end of the input. */
    static final int LOOK_AHEAD = DeflateFormat.LONGEST_MATCH + DeflateFormat.SHORTEST_MATCH + 1;

    private final byte[] bytes = new byte[2 * SIZE];
    /** One more than the last position with this hash, or {@link #NOWHERE}. */
    private final char[] last = new char[1 << HASH_BITS];
    /** The same for the position before each position, modulo the window. */
    private final char[] before = new char[SIZE];

    private int position;
    private int end;
    /** Where the present block begins; below 0 if that has left the window. */
    private int blockStart;

    void clear() {
        position = 0;
        end = 0;
        blockStart = 0;
        forget();
    }

    /** Makes all earlier bytes unreachable for matches. */
    void forget() {
        Arrays.fill(last, (char) NOWHERE);
    }

    byte[] bytes() {
        return bytes;
    }

    /** The byte {@code behind} bytes before the present position. */
    int byteBefore(int behind) {
        return bytes[position - behind] & 0xff;
    }

    /** How many bytes wait to be compressed. */
    int waiting() {
        return end - position;
    }

    int blockStart() {
        return blockStart;
    }

    int blockLength() {
        return position - blockStart;
    }

    /** A block begins, {@code behind} bytes before the present position. */
    void startBlock(int behind) {
        blockStart = position - behind;
    }

    void advance(int count) {
        position += count;
    }

    /** Takes as many bytes as there is room for; their number. */
    int fill(byte[] source, int offset, int length) {
        if (position >= 2 * SIZE - LOOK_AHEAD) {
            slide();
        }
        int count = Math.min(length, bytes.length - end);
        System.arraycopy(source, offset, bytes, end, count);
        end += count;
        return count;
    }

    /** Enters the present position into the index; one more than the last position with the same hash, or 0. */
    int enter() {
        int hash = hash(position);
        int candidate = last[hash];
        before[position & MASK] = (char) candidate;
        last[hash] = (char) (position + 1);
        return candidate;
    }

    /** Whether three bytes are there to enter. */
    boolean canEnter() {
        return end - position >= DeflateFormat.SHORTEST_MATCH;
    }

    /**
     * The longest match for the present position that is longer than {@code longest}: its length and, above 16 bits,
     * its distance; 0 if there is none.
     *
     * @param candidate what {@link #enter} returned
     */
    int longestMatch(int candidate, int longest, int chain, int nice) {
        int best = longest;
        int distance = 0;
        int most = Math.min(DeflateFormat.LONGEST_MATCH, end - position);
        if (best >= most) {
            return 0;
        }
        int oldest = Math.max(0, position - SIZE + LOOK_AHEAD);
        int left = chain;
        for (int next = candidate; next > oldest && left > 0; next = before[next - 1 & MASK], left--) {
            int at = next - 1;
            if (bytes[at + best] != bytes[position + best] || bytes[at] != bytes[position]) {
                continue;
            }
            int length = Arrays.mismatch(bytes, at, at + most, bytes, position, position + most);
            length = length < 0 ? most : length;
            if (length > best) {
                best = length;
                distance = position - at;
                if (length >= nice || length == most) {
                    break;
                }
            }
        }
        return distance == 0 ? 0 : distance << 16 | best;
    }

    private int hash(int at) {
        int three = bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
        return three * 0x9e3779b1 >>> 32 - HASH_BITS;
    }

    private void slide() {
        System.arraycopy(bytes, SIZE, bytes, 0, end - SIZE);
        position -= SIZE;
        end -= SIZE;
        blockStart -= SIZE;
        slide(last);
        slide(before);
    }

    private static void slide(char[] positions) {
        for (int i = 0; i < positions.length; i++) {
            positions[i] = (char) Math.max(NOWHERE, positions[i] - SIZE);
        }
    }
}
