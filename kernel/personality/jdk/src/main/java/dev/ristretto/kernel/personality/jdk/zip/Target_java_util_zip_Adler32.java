package dev.ristretto.kernel.personality.jdk.zip;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.util.zip.Adler32;

/** The checksum of the zlib format. */
@TargetClass(Adler32.class)
final class Target_java_util_zip_Adler32 {
    private Target_java_util_zip_Adler32() {}

    @Substitute
    private static int update(int adler, int value) {
        return dev.ristretto.kernel.compression.Adler32.update(adler, value);
    }

    @Substitute
    private static int updateBytes(int adler, byte[] bytes, int offset, int length) {
        return dev.ristretto.kernel.compression.Adler32.update(adler, bytes, offset, length);
    }

    @Substitute
    private static int updateByteBuffer(int adler, long address, int offset, int length) {
        byte[] bytes = ZipCalls.bytes(address + offset, length);
        return dev.ristretto.kernel.compression.Adler32.update(adler, bytes, 0, length);
    }
}
