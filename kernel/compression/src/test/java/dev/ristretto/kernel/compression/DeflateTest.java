package dev.ristretto.kernel.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ristretto.kernel.compression.Deflate.Flush;
import dev.ristretto.kernel.compression.Deflate.Strategy;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateTest {
    private static final byte[] NO_DICTIONARY = {};

    @RepeatedTest(200)
    void zlibDecompressesWhatItMadeInPiecesOfAnySize(RepetitionInfo repetition) throws DataFormatException {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        byte[] data = Samples.of(seed);
        boolean raw = random.nextBoolean();
        Deflate deflate = new Deflate(random.nextInt(11) - 1, strategy(random), raw);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        int at = 0;
        int largest = 1 + random.nextInt(70_000);
        while (!deflate.isFinished()) {
            int length = Math.min(random.nextInt(largest + 1), data.length - at);
            byte[] room = new byte[random.nextInt(largest + 1)];
            if (random.nextInt(20) == 0) {
                deflate.setParameters(random.nextInt(11) - 1, strategy(random));
            }
            Flush flush = at + length == data.length
                    ? Flush.FINISH
                    : Flush.values()[random.nextInt(10) == 0 ? 1 + random.nextInt(2) : 0];
            deflate.deflate(data, at, length, room, 0, room.length, flush);
            at += deflate.consumed();
            packed.write(room, 0, deflate.produced());
        }
        byte[] unpacked = zlib(packed.toByteArray(), raw, data.length, NO_DICTIONARY);
        assertThat(Arrays.mismatch(unpacked, data)).as("seed %d", seed).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 6, 9})
    void isNoMoreThanATwentiethWorseThanZlib(int level) {
        byte[] text = text();
        Deflater zlib = new Deflater(level);
        zlib.setInput(text);
        zlib.finish();
        int theirs = zlib.deflate(new byte[text.length]);
        assertThat(deflate(new Deflate(level, Strategy.DEFAULT, false), text).length)
                .isLessThan(theirs + theirs / 20);
    }

    @Test
    void codesStayWithinTheirLongestLengthHoweverSkewed() throws DataFormatException {
        byte[] data = Samples.skewed();
        byte[] packed = deflate(new Deflate(6, Strategy.HUFFMAN_ONLY, true), data);
        assertThat(Arrays.mismatch(zlib(packed, true, data.length, NO_DICTIONARY), data))
                .isEqualTo(-1);
    }

    @Test
    void whatCannotBeCompressedHardlyGrows() {
        byte[] noise = new byte[100_000];
        new Random(3).nextBytes(noise);
        assertThat(deflate(new Deflate(9, Strategy.DEFAULT, false), noise).length)
                .isLessThan(100_060);
    }

    @Test
    void aSyncFlushBringsOutAllAndComesOnlyOnce() throws DataFormatException {
        Deflate deflate = new Deflate(6, Strategy.DEFAULT, true);
        byte[] text = "one two one two".getBytes(StandardCharsets.US_ASCII);
        byte[] room = new byte[100];
        deflate.deflate(text, 0, text.length, room, 0, room.length, Flush.SYNC);
        assertThat(Arrays.copyOfRange(room, deflate.produced() - 4, deflate.produced()))
                .containsExactly(0, 0, 0xff, 0xff);
        Inflater inflater = new Inflater(true);
        inflater.setInput(room, 0, deflate.produced());
        byte[] target = new byte[100];
        assertThat(inflater.inflate(target)).isEqualTo(text.length);
        deflate.deflate(text, 0, 0, room, 0, room.length, Flush.SYNC);
        assertThat(deflate.produced()).isZero();
    }

    @Test
    void aDictionaryIsUsedAndNamed() throws DataFormatException {
        byte[] dictionary = "the quick brown fox jumps over the lazy dog".getBytes(StandardCharsets.US_ASCII);
        Deflate deflate = new Deflate(6, Strategy.DEFAULT, false);
        deflate.setDictionary(dictionary, 0, dictionary.length);
        byte[] packed = deflate(deflate, dictionary);
        assertThat(packed.length).isLessThan(20);
        assertThat(zlib(packed, false, dictionary.length, dictionary)).isEqualTo(dictionary);
        assertThatIllegalArgumentException().isThrownBy(() -> deflate.setDictionary(dictionary, 0, 1));
    }

    @Test
    void resetBeginsAFreshStream() {
        Deflate deflate = new Deflate(6, Strategy.DEFAULT, false);
        byte[] first = deflate(deflate, text());
        deflate.reset();
        assertThat(Arrays.mismatch(deflate(deflate, text()), first)).isEqualTo(-1);
    }

    private static Strategy strategy(Random random) {
        return Strategy.values()[random.nextInt(3)];
    }

    private static byte[] text() {
        String[] words = {"kernel ", "image ", "boot ", "network ", "the ", "of ", "a ", "unikernel ", "page "};
        Random random = new Random(11);
        StringBuilder text = new StringBuilder();
        while (text.length() < 300_000) {
            text.append(words[(int) Math.abs(random.nextGaussian() * 3) % words.length]);
            if (random.nextInt(10) == 0) {
                text.append(random.nextInt(100_000));
            }
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] deflate(Deflate deflate, byte[] data) {
        byte[] room = new byte[data.length + 1000];
        deflate.deflate(data, 0, data.length, room, 0, room.length, Flush.FINISH);
        assertThat(deflate.isFinished()).isTrue();
        return Arrays.copyOf(room, deflate.produced());
    }

    private static byte[] zlib(byte[] packed, boolean raw, int length, byte[] dictionary) throws DataFormatException {
        Inflater inflater = new Inflater(raw);
        inflater.setInput(packed);
        byte[] data = new byte[length];
        int count = inflater.inflate(data);
        if (inflater.needsDictionary()) {
            inflater.setDictionary(dictionary);
            count = inflater.inflate(data);
        }
        assertThat(count).isEqualTo(length);
        assertThat(inflater.inflate(new byte[1])).isZero();
        assertThat(inflater.finished()).isTrue();
        assertThat(inflater.getRemaining()).isZero();
        return data;
    }
}
