package dev.ristretto.kernel.compression;

/**
 * Bits out of bytes that come in pieces, lowest bit first (RFC 1951, section 3.1.1).
 *
 * <p>It takes bytes ahead of need. As no step leaves bits over unless it found all that it needed, those ahead are
 * always of the present piece and can be given back to it.
 */
final class BitReader {
    private static final int MOST_BITS = 56;

    private long hold;
    private int count;
    private byte[] input = {};
    private int start;
    private int at;
    private int end;

    void clear() {
        hold = 0;
        count = 0;
    }

    /** Goes on with the next piece. */
    void input(byte[] bytes, int offset, int length) {
        input = bytes;
        start = offset;
        at = offset;
        end = offset + length;
    }

    /** Whether the next {@code bits}, at most 32, are there. */
    boolean has(int bits) {
        if (count < bits) {
            refill();
        }
        return count >= bits;
    }

    /** The bits that are there, the next one lowest, zeros above. */
    long peek() {
        if (count < 32) {
            refill();
        }
        return hold;
    }

    int available() {
        return count;
    }

    /** The next {@code bits}, which must be there. */
    int take(int bits) {
        int value = (int) (hold & (1L << bits) - 1);
        skip(bits);
        return value;
    }

    void skip(int bits) {
        hold >>>= bits;
        count -= bits;
    }

    /** Skips to the next whole byte. */
    void align() {
        skip(count & 7);
    }

    /** Moves up to {@code length} whole bytes, past those that were taken ahead; aligned. Their number. */
    int copy(byte[] target, int offset, int length) {
        giveBack();
        int moved = Math.min(length, end - at);
        System.arraycopy(input, at, target, offset, moved);
        at += moved;
        return moved;
    }

    /** Gives whole bytes that were taken ahead back to the input. */
    void giveBack() {
        int bytes = Math.min(count >>> 3, at - start);
        at -= bytes;
        count -= bytes << 3;
        hold &= (1L << count) - 1;
    }

    /** How many bytes of the present piece are taken. */
    int consumed() {
        return at - start;
    }

    private void refill() {
        while (count <= MOST_BITS - 8 && at < end) {
            hold |= (input[at++] & 0xffL) << count;
            count += 8;
        }
    }
}
