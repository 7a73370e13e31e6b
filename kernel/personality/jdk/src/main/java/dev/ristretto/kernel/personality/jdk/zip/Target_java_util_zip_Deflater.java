package dev.ristretto.kernel.personality.jdk.zip;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.compression.Deflate;
import dev.ristretto.kernel.personality.jdk.NativeMemory;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/** Compression. What the JDK takes for an address is a number of {@link ZipCalls#DEFLATES}. */
@TargetClass(Deflater.class)
final class Target_java_util_zip_Deflater {
    private Target_java_util_zip_Deflater() {}

    @Substitute
    private static long init(int level, int strategy, boolean raw) {
        return ZipCalls.DEFLATES.add(new Deflate(level, ZipCalls.strategy(strategy), raw));
    }

    @Substitute
    private static void setDictionary(long address, byte[] dictionary, int offset, int length) {
        ZipCalls.DEFLATES.get(address).setDictionary(dictionary, offset, length);
    }

    @Substitute
    private static void setDictionaryBuffer(long address, long dictionary, int length) {
        ZipCalls.DEFLATES.get(address).setDictionary(ZipCalls.bytes(dictionary, length), 0, length);
    }

    @Substitute
    private long deflateBytesBytes(
            long address,
            byte[] input,
            int inputOffset,
            int inputLength,
            byte[] output,
            int outputOffset,
            int outputLength,
            int flush,
            int parameters) {
        return ZipCalls.deflate(
                address,
                ByteBuffer.wrap(input, inputOffset, inputLength),
                ByteBuffer.wrap(output, outputOffset, outputLength),
                flush,
                parameters);
    }

    @Substitute
    private long deflateBytesBuffer(
            long address,
            byte[] input,
            int inputOffset,
            int inputLength,
            long output,
            int outputLength,
            int flush,
            int parameters) {
        return ZipCalls.deflate(
                address,
                ByteBuffer.wrap(input, inputOffset, inputLength),
                NativeMemory.buffer(output, outputLength),
                flush,
                parameters);
    }

    @Substitute
    private long deflateBufferBytes(
            long address,
            long input,
            int inputLength,
            byte[] output,
            int outputOffset,
            int outputLength,
            int flush,
            int parameters) {
        return ZipCalls.deflate(
                address,
                NativeMemory.buffer(input, inputLength),
                ByteBuffer.wrap(output, outputOffset, outputLength),
                flush,
                parameters);
    }

    @Substitute
    private long deflateBufferBuffer(
            long address, long input, int inputLength, long output, int outputLength, int flush, int parameters) {
        return ZipCalls.deflate(
                address,
                NativeMemory.buffer(input, inputLength),
                NativeMemory.buffer(output, outputLength),
                flush,
                parameters);
    }

    @Substitute
    private static int getAdler(long address) {
        return ZipCalls.DEFLATES.get(address).adler();
    }

    @Substitute
    private static void reset(long address) {
        ZipCalls.DEFLATES.get(address).reset();
    }

    @Substitute
    private static void end(long address) {
        ZipCalls.DEFLATES.remove(address);
    }
}
