package dev.ristretto.kernel.compression;

import java.util.Arrays;

/** Bits into bytes, lowest bit first (RFC 1951, section 3.1.1), kept until somebody takes them. */
final class BitWriter {
    private byte[] bytes = new byte[1024];
    private int start;
    private int end;
    private long hold;
    private int count;

    void clear() {
        start = 0;
        end = 0;
        hold = 0;
        count = 0;
    }

    /** How many whole bytes wait. */
    int size() {
        return end - start;
    }

    /** Adds the lowest {@code length} bits of {@code value}, at most 32; the others must be zero. */
    void put(int value, int length) {
        hold |= (value & 0xffffffffL) << count;
        count += length;
        if (count >= 32) {
            reserve(4);
            for (int i = 0; i < 4; i++) {
                bytes[end++] = (byte) (hold >>> 8 * i);
            }
            hold >>>= 32;
            count -= 32;
        }
    }

    /** Fills the last byte with zeros. */
    void align() {
        reserve(4);
        while (count > 0) {
            bytes[end++] = (byte) hold;
            hold >>>= 8;
            count -= 8;
        }
        hold = 0;
        count = 0;
    }

    /** Adds whole bytes; aligned. */
    void put(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, end, length);
        end += length;
    }

    /** Adds the highest byte first, as the zlib format has numbers; aligned. */
    void putBigEndian(int value) {
        put(Integer.reverseBytes(value), 32);
    }

    /** Moves up to {@code length} whole bytes out; their number. */
    int take(byte[] target, int offset, int length) {
        int moved = Math.min(length, end - start);
        System.arraycopy(bytes, start, target, offset, moved);
        start += moved;
        if (start == end) {
            start = 0;
            end = 0;
        }
        return moved;
    }

    private void reserve(int length) {
        if (end + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end + length, 2 * bytes.length));
        }
    }
}
