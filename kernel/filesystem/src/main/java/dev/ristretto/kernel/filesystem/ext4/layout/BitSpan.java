package dev.ristretto.kernel.filesystem.ext4.layout;

import dev.ristretto.kernel.filesystem.block.LittleEndian;

/** The bits of a bitmap, lowest first in each byte. */
public final class BitSpan {
    private BitSpan() {}

    /** Whether a bit is set. */
    public static boolean get(byte[] bytes, int bit) {
        return (bytes[bit >>> 3] & 1 << (bit & 7)) != 0;
    }

    /** Sets or clears {@code count} bits. */
    public static void fill(byte[] bytes, int first, int count, boolean value) {
        for (int bit = first; bit < first + count; ) {
            if ((bit & 7) == 0 && first + count - bit >= Byte.SIZE) {
                bytes[bit >>> 3] = (byte) (value ? 0xFF : 0);
                bit += Byte.SIZE;
            } else {
                int mask = 1 << (bit & 7);
                bytes[bit >>> 3] = (byte) (value ? bytes[bit >>> 3] | mask : bytes[bit >>> 3] & ~mask);
                bit++;
            }
        }
    }

    /** The first bit of that value from {@code from} on, or {@code end} if there is none before that. */
    public static int next(byte[] bytes, int from, int end, boolean value) {
        for (int bit = from; bit < end; ) {
            if ((bit & 63) == 0 && end - bit >= Long.SIZE) {
                long word = LittleEndian.i64(bytes, bit >>> 3);
                int skipped = Long.numberOfTrailingZeros(value ? word : ~word);
                if (skipped < Long.SIZE) {
                    return bit + skipped;
                }
                bit += Long.SIZE;
            } else if (get(bytes, bit) == value) {
                return bit;
            } else {
                bit++;
            }
        }
        return end;
    }
}
