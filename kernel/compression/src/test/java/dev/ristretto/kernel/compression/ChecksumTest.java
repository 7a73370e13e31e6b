package dev.ristretto.kernel.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class ChecksumTest {
    @RepeatedTest(50)
    void agreesWithTheJdkHoweverTheBytesAreCut(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        byte[] data = new byte[random.nextInt(20_000)];
        random.nextBytes(data);
        if (random.nextInt(4) == 0) {
            java.util.Arrays.fill(data, (byte) 0xff);
        }
        var crc = new java.util.zip.CRC32();
        var adler = new java.util.zip.Adler32();
        crc.update(data);
        adler.update(data);
        int ourCrc = 0;
        int ourAdler = Adler32.INITIAL;
        for (int at = 0; at < data.length; ) {
            if (random.nextBoolean()) {
                ourCrc = Crc32.update(ourCrc, data[at]);
                ourAdler = Adler32.update(ourAdler, data[at]);
                at++;
            } else {
                int length = random.nextInt(data.length - at + 1);
                ourCrc = Crc32.update(ourCrc, data, at, length);
                ourAdler = Adler32.update(ourAdler, data, at, length);
                at += length;
            }
        }
        assertThat(Integer.toUnsignedLong(ourCrc)).as("seed %d", seed).isEqualTo(crc.getValue());
        assertThat(Integer.toUnsignedLong(ourAdler)).as("seed %d", seed).isEqualTo(adler.getValue());
    }
}
