package dev.ristretto.kernel.filesystem.ext4.layout;

import dev.ristretto.kernel.filesystem.block.LittleEndian;

/** The checksum of group descriptors without the feature metadata_csum (CRC-16 with the polynomial 0x8005). */
final class Crc16 {
    private static final int REVERSED_POLYNOMIAL = 0xA001;

    private Crc16() {}

    static int of(int seed, byte[] bytes, int offset, int length) {
        int crc = seed & 0xFFFF;
        for (int i = offset; i < offset + length; i++) {
            crc ^= bytes[i] & 0xFF;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ REVERSED_POLYNOMIAL;
            }
        }
        return crc;
    }

    static byte[] littleEndian(int number) {
        byte[] bytes = new byte[Integer.BYTES];
        LittleEndian.put32(bytes, 0, number);
        return bytes;
    }
}
