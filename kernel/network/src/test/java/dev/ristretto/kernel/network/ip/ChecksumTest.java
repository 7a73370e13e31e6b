package dev.ristretto.kernel.network.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The internet checksum against its definition in RFC 1071. */
class ChecksumTest {
    private static int slow(byte[] bytes, int offset, int length) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (bytes[offset + i] & 0xff) << ((i & 1) == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
    }

    @Test
    void rfc1071_example() {
        byte[] bytes = {0x00, 0x01, (byte) 0xf2, 0x03, (byte) 0xf4, (byte) 0xf5, (byte) 0xf6, (byte) 0xf7};
        assertThat(Checksum.sum(bytes, 0, 8)).isEqualTo(0xddf2);
    }

    @Test
    void wideLoadsEqualTheDefinitionForEveryLengthAndOffset() {
        byte[] bytes = new byte[300];
        new Random(1).nextBytes(bytes);
        ByteBuffer direct = ByteBuffer.allocateDirect(300).put(0, bytes);
        ByteBuffer readOnly = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        for (int offset = 0; offset < 40; offset++) {
            for (int length = 0; length <= 260; length++) {
                int expected = slow(bytes, offset, length);
                assertThat(Checksum.sum(bytes, offset, length)).isEqualTo(expected);
                assertThat(Checksum.sum(direct, offset, length)).isEqualTo(expected);
                assertThat(Checksum.sum(readOnly, offset, length)).isEqualTo(expected);
            }
        }
    }

    @Test
    void sixtyFourKibibytesOfOnesDoNotOverflow() {
        byte[] bytes = new byte[65535];
        Arrays.fill(bytes, (byte) 0xff);
        assertThat(Checksum.sum(bytes, 0, bytes.length)).isEqualTo(slow(bytes, 0, bytes.length));
        assertThat(Checksum.pseudoHeader(-1, -1, 255, 65535))
                .isEqualTo(slow(
                        ByteBuffer.allocate(12)
                                .putInt(-1)
                                .putInt(-1)
                                .putShort((short) 255)
                                .putShort((short) -1)
                                .array(),
                        0,
                        12));
    }

    @Test
    void dataWithItsChecksumIsValid() {
        byte[] bytes = new byte[100];
        new Random(2).nextBytes(bytes);
        bytes[10] = 0;
        bytes[11] = 0;
        ByteBuffer.wrap(bytes).putShort(10, Checksum.finish(Checksum.sum(bytes, 0, 100)));
        assertThat(Checksum.isValid(Checksum.sum(bytes, 0, 100))).isTrue();
        bytes[50] ^= 1;
        assertThat(Checksum.isValid(Checksum.sum(bytes, 0, 100))).isFalse();
    }
}
