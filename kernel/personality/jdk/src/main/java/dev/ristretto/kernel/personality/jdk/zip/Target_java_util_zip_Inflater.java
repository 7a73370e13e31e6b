package dev.ristretto.kernel.personality.jdk.zip;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.compression.Inflate;
import dev.ristretto.kernel.personality.jdk.NativeMemory;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decompression. What the JDK takes for an address is a number of {@link ZipCalls#INFLATES}. */
@TargetClass(Inflater.class)
final class Target_java_util_zip_Inflater {
    /** How far a call that failed had come, for the JDK to read after the exception. */
    @Alias
    int inputConsumed;

    @Alias
    int outputConsumed;

    private Target_java_util_zip_Inflater() {}

    @Substitute
    private static void initIDs() {}

    @Substitute
    private static long init(boolean raw) {
        return ZipCalls.INFLATES.add(new Inflate(raw));
    }

    @Substitute
    private static void setDictionary(long address, byte[] dictionary, int offset, int length) {
        ZipCalls.INFLATES.get(address).setDictionary(dictionary, offset, length);
    }

    @Substitute
    private static void setDictionaryBuffer(long address, long dictionary, int length) {
        ZipCalls.INFLATES.get(address).setDictionary(ZipCalls.bytes(dictionary, length), 0, length);
    }

    @Substitute
    private long inflateBytesBytes(
            long address,
            byte[] input,
            int inputOffset,
            int inputLength,
            byte[] output,
            int outputOffset,
            int outputLength)
            throws DataFormatException {
        return ZipCalls.inflate(
                this,
                address,
                ByteBuffer.wrap(input, inputOffset, inputLength),
                ByteBuffer.wrap(output, outputOffset, outputLength));
    }

    @Substitute
    private long inflateBytesBuffer(
            long address, byte[] input, int inputOffset, int inputLength, long output, int outputLength)
            throws DataFormatException {
        return ZipCalls.inflate(
                this,
                address,
                ByteBuffer.wrap(input, inputOffset, inputLength),
                NativeMemory.buffer(output, outputLength));
    }

    @Substitute
    private long inflateBufferBytes(
            long address, long input, int inputLength, byte[] output, int outputOffset, int outputLength)
            throws DataFormatException {
        return ZipCalls.inflate(
                this,
                address,
                NativeMemory.buffer(input, inputLength),
                ByteBuffer.wrap(output, outputOffset, outputLength));
    }

    @Substitute
    private long inflateBufferBuffer(long address, long input, int inputLength, long output, int outputLength)
            throws DataFormatException {
        return ZipCalls.inflate(
                this, address, NativeMemory.buffer(input, inputLength), NativeMemory.buffer(output, outputLength));
    }

    @Substitute
    private static int getAdler(long address) {
        return ZipCalls.INFLATES.get(address).adler();
    }

    @Substitute
    private static void reset(long address) {
        ZipCalls.INFLATES.get(address).reset();
    }

    @Substitute
    private static void end(long address) {
        ZipCalls.INFLATES.remove(address);
    }
}
