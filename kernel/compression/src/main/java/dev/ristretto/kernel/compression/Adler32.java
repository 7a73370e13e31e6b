package dev.ristretto.kernel.compression;

/** The checksum of the zlib format (RFC 1950, section 8.2): two sums modulo 65521. */
public final class Adler32 {
    /** The checksum of nothing. */
    public static final int INITIAL = 1;

    private static final int MODULUS = 65521;
    /** The most bytes after which the larger sum still fits 31 bits. */
    private static final int LONGEST_RUN = 3800;

    private Adler32() {}

    /** The checksum {@code adler} ({@link #INITIAL} at first) carried on over {@code length} bytes of {@code bytes}. */
    public static int update(int adler, byte[] bytes, int offset, int length) {
        int low = adler & 0xffff;
        int high = adler >>> 16;
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int stop = at + Math.min(end - at, LONGEST_RUN);
            for (; at < stop; at++) {
                low += bytes[at] & 0xff;
                high += low;
            }
            low %= MODULUS;
            high %= MODULUS;
        }
        return high << 16 | low;
    }

    /** The checksum {@code adler} carried on over one byte, the lowest of {@code value}. */
    public static int update(int adler, int value) {
        int low = ((adler & 0xffff) + (value & 0xff)) % MODULUS;
        int high = ((adler >>> 16) + low) % MODULUS;
        return high << 16 | low;
    }
}
