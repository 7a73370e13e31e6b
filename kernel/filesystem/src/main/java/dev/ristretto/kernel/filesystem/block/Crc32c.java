package dev.ristretto.kernel.filesystem.block;

import java.util.zip.CRC32C;

/**
 * The checksum of ext4, jbd2 and EROFS: CRC-32C (RFC 3720, appendix B.4) that begins with any value and is not inverted
 * at the end, so that one may begin where another ended. Not safe for use by several threads.
 */
public final class Crc32c {
    /** What the first of a chain begins with. */
    public static final int START = ~0;

    private static final int POLYNOMIAL = 0x82F6_3B78;

    private final CRC32C crc = new CRC32C();
    private final byte[] small = new byte[8];

    /** Begins anew with {@code seed}. */
    public Crc32c start(int seed) {
        crc.reset();
        if (seed != START) {
            // The JDK's begins with all ones only: the four bytes that lead from there to the seed go first.
            number(prefix(seed));
        }
        return this;
    }

    /** Takes {@code length} bytes. */
    public Crc32c bytes(byte[] bytes, int offset, int length) {
        crc.update(bytes, offset, length);
        return this;
    }

    /** Takes a number of four bytes, lowest first. */
    public Crc32c number(int value) {
        LittleEndian.put32(small, 0, value);
        return bytes(small, 0, Integer.BYTES);
    }

    /** Takes a number of eight bytes, lowest first. */
    public Crc32c number(long value) {
        LittleEndian.put64(small, 0, value);
        return bytes(small, 0, Long.BYTES);
    }

    /** The checksum of what was taken since {@link #start}. */
    public int value() {
        return ~(int) crc.getValue();
    }

    /** Runs the shift register backwards over four bytes. */
    private static int prefix(int seed) {
        int register = seed;
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            boolean one = register < 0;
            register = (one ? register ^ POLYNOMIAL : register) << 1 | (one ? 1 : 0);
        }
        return ~register;
    }
}
