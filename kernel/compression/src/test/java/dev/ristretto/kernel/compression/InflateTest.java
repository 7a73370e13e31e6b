package dev.ristretto.kernel.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InflateTest {
    @RepeatedTest(150)
    void decompressesWhatZlibMadeInPiecesOfAnySize(RepetitionInfo repetition) throws FormatException {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        byte[] data = Samples.of(seed);
        boolean raw = random.nextBoolean();
        Deflater deflater = new Deflater(random.nextInt(11) - 1, raw);
        deflater.setStrategy(random.nextInt(3));
        byte[] packed = zlib(deflater, data, random);
        Inflate inflate = new Inflate(raw);
        byte[] trailing = Arrays.copyOf(packed, packed.length + 20);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        int at = 0;
        int largest = 1 + random.nextInt(50_000);
        while (!inflate.isFinished()) {
            int length = Math.min(random.nextInt(largest + 1), trailing.length - at);
            byte[] room = new byte[random.nextInt(largest + 1)];
            inflate.inflate(trailing, at, length, room, 0, room.length);
            at += inflate.consumed();
            output.write(room, 0, inflate.produced());
            assertThat(inflate.consumed()).as("seed %d", seed).isLessThanOrEqualTo(length);
        }
        assertThat(Arrays.mismatch(output.toByteArray(), data))
                .as("seed %d", seed)
                .isEqualTo(-1);
        assertThat(at).as("seed %d: what follows the stream stays", seed).isEqualTo(packed.length);
    }

    /** Damage may go unnoticed in a raw stream, but must never lead anywhere but to an exception, or to an end. */
    @RepeatedTest(300)
    void damageNeverDoesMoreThanFail(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        byte[] data = Arrays.copyOf(Samples.of(seed), 2000);
        byte[] packed = zlib(new Deflater(random.nextInt(10), true), data, random);
        for (int i = 0; i < 3; i++) {
            packed[random.nextInt(packed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        Inflate inflate = new Inflate(true);
        byte[] room = new byte[4096];
        int at = 0;
        try {
            while (!inflate.isFinished() && at < packed.length) {
                inflate.inflate(packed, at, packed.length - at, room, 0, room.length);
                at += inflate.consumed();
                if (inflate.consumed() == 0 && inflate.produced() == 0) {
                    break;
                }
            }
        } catch (FormatException e) {
            assertThat(e).as("seed %d", seed).hasMessageNotContaining("null");
        }
    }

    @Test
    void everyFlippedByteOfAZlibStreamIsFound() {
        byte[] packed =
                zlib(new Deflater(), "hello hello hello hello".getBytes(StandardCharsets.US_ASCII), new Random(1));
        for (int i = 0; i < packed.length; i++) {
            byte[] damaged = packed.clone();
            damaged[i] ^= (byte) 0x55;
            Inflate inflate = new Inflate(false);
            boolean sound;
            try {
                inflate.inflate(damaged, 0, damaged.length, new byte[100], 0, 100);
                sound = inflate.isFinished();
            } catch (FormatException e) {
                sound = false;
            }
            assertThat(sound).as("byte %d", i).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "false, 7900, incorrect header check",
        "false, 7918, unknown compression method",
        "false, 881c, invalid window size",
        "true, 07, invalid block type",
        "true, 0104000000, invalid stored block lengths",
        "true, 0302, invalid distance too far back",
        "true, fdffffff, too many length or distance symbols"
    })
    void damageIsNamedAsZlibNamesIt(boolean raw, String hex, String message) {
        byte[] packed = HexFormat.of().parseHex(hex);
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> new Inflate(raw).inflate(packed, 0, packed.length, new byte[100], 0, 100))
                .withMessage(message);
    }

    @Test
    void asksForItsDictionaryAndTakesNoOther() throws FormatException {
        byte[] dictionary = "hello, world".getBytes(StandardCharsets.US_ASCII);
        Deflater deflater = new Deflater();
        deflater.setDictionary(dictionary);
        byte[] packed = zlib(deflater, dictionary, new Random(1));
        Inflate inflate = new Inflate(false);
        byte[] room = new byte[100];
        inflate.inflate(packed, 0, packed.length, room, 0, room.length);
        assertThat(inflate.needsDictionary()).isTrue();
        assertThat(inflate.consumed()).isEqualTo(6);
        assertThatIllegalArgumentException().isThrownBy(() -> inflate.setDictionary(new byte[3], 0, 3));
        inflate.setDictionary(dictionary, 0, dictionary.length);
        inflate.inflate(packed, 6, packed.length - 6, room, 0, room.length);
        assertThat(Arrays.copyOf(room, inflate.produced())).isEqualTo(dictionary);
        assertThat(inflate.isFinished()).isTrue();
    }

    private static byte[] zlib(Deflater deflater, byte[] data, Random random) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] block = new byte[4096];
        int half = data.length == 0 ? 0 : random.nextInt(data.length);
        deflater.setInput(data, 0, half);
        while (!deflater.needsInput()) {
            packed.write(block, 0, deflater.deflate(block, 0, block.length, Deflater.SYNC_FLUSH));
        }
        deflater.setInput(data, half, data.length - half);
        deflater.finish();
        while (!deflater.finished()) {
            packed.write(block, 0, deflater.deflate(block));
        }
        deflater.end();
        return packed.toByteArray();
    }
}
