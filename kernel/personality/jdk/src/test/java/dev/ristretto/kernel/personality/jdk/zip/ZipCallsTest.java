package dev.ristretto.kernel.personality.jdk.zip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.compression.Deflate;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Inflater;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZipCallsTest {
    private static final int FINISH = 4;

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void compressesFromAndToAnyKindOfBuffer(boolean directInput, boolean directOutput) throws Exception {
        byte[] data = new byte[100_000];
        Random random = new Random(4);
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) random.nextInt(20);
        }
        ByteBuffer input = buffer(data.length, directInput).put(data).flip();
        ByteBuffer output = buffer(data.length, directOutput);
        long handle = ZipCalls.DEFLATES.add(new Deflate(6, Deflate.Strategy.DEFAULT, false));
        long result = ZipCalls.deflate(handle, input, output, FINISH, 0);
        ZipCalls.DEFLATES.remove(handle);
        assertThat(result & 0x7fff_ffffL).isEqualTo(data.length);
        assertThat(result >>> 31 & 0x7fff_ffffL).isEqualTo(output.position());
        assertThat(result >>> 62 & 1).isOne();
        Inflater inflater = new Inflater();
        inflater.setInput(output.flip());
        byte[] unpacked = new byte[data.length];
        assertThat(inflater.inflate(unpacked)).isEqualTo(data.length);
        assertThat(Arrays.mismatch(unpacked, data)).isEqualTo(-1);
    }

    private static ByteBuffer buffer(int length, boolean direct) {
        return direct ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length);
    }
}
