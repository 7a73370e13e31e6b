package dev.ristretto.kernel.personality.jdk.zip;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.compression.Crc32;
import java.util.zip.CRC32;

/** The checksum of zip and gzip. */
@TargetClass(CRC32.class)
final class Target_java_util_zip_CRC32 {
    private Target_java_util_zip_CRC32() {}

    @Substitute
    private static int update(int crc, int value) {
        return Crc32.update(crc, value);
    }

    @Substitute
    private static int updateBytes0(int crc, byte[] bytes, int offset, int length) {
        return Crc32.update(crc, bytes, offset, length);
    }

    @Substitute
    private static int updateByteBuffer0(int crc, long address, int offset, int length) {
        return Crc32.update(crc, ZipCalls.bytes(address + offset, length), 0, length);
    }
}
