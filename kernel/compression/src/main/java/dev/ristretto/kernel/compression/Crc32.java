package dev.ristretto.kernel.compression;

/**
 * The checksum of gzip and zip: CRC-32 of ISO 3309, reflected polynomial 0xEDB88320 (RFC 1952, section 8).
 *
 * <p>Eight bytes at a time through eight tables ("slicing-by-8"), each of which advances a byte by one place more.
 */
public final class Crc32 {
    private static final int POLYNOMIAL = 0xedb88320;
    private static final int SLICES = 8;
    private static final int[] TABLE = table();

    private Crc32() {}

    /** The checksum {@code crc} (0 at first) carried on over {@code length} bytes of {@code bytes}. */
    public static int update(int crc, byte[] bytes, int offset, int length) {
        int[] table = TABLE;
        int sum = ~crc;
        int at = offset;
        int end = offset + length;
        for (; end - at >= SLICES; at += SLICES) {
            int low = sum ^ littleEndian(bytes, at);
            int high = littleEndian(bytes, at + 4);
            sum = table[7 << 8 | low & 0xff]
                    ^ table[6 << 8 | low >>> 8 & 0xff]
                    ^ table[5 << 8 | low >>> 16 & 0xff]
                    ^ table[4 << 8 | low >>> 24]
                    ^ table[3 << 8 | high & 0xff]
                    ^ table[2 << 8 | high >>> 8 & 0xff]
                    ^ table[1 << 8 | high >>> 16 & 0xff]
                    ^ table[high >>> 24];
        }
        for (; at < end; at++) {
            sum = table[(sum ^ bytes[at]) & 0xff] ^ sum >>> 8;
        }
        return ~sum;
    }

    /** The checksum {@code crc} carried on over one byte, the lowest of {@code value}. */
    public static int update(int crc, int value) {
        int sum = ~crc;
        return ~(TABLE[(sum ^ value) & 0xff] ^ sum >>> 8);
    }

    private static int littleEndian(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24;
    }

    private static int[] table() {
        int[] table = new int[SLICES << 8];
        for (int i = 0; i < 256; i++) {
            int sum = i;
            for (int bit = 0; bit < 8; bit++) {
                sum = (sum & 1) == 0 ? sum >>> 1 : sum >>> 1 ^ POLYNOMIAL;
            }
            table[i] = sum;
        }
        for (int i = 256; i < table.length; i++) {
            int before = table[i - 256];
            table[i] = table[before & 0xff] ^ before >>> 8;
        }
        return table;
    }
}
