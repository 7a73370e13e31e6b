package dev.ristretto.kernel.personality.jdk.nio;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.io.FileDescriptor;

/** Paging of mapped files, which are copies in memory: always there, never written back. */
@TargetClass(className = "java.nio.MappedMemoryUtils")
final class Target_java_nio_MappedMemoryUtils {
    private Target_java_nio_MappedMemoryUtils() {}

    @Substitute
    private static void registerNatives() {}

    @Substitute
    private static boolean isLoaded0(long address, long length, long pages) {
        return true;
    }

    @Substitute
    private static void load0(long address, long length) {}

    @Substitute
    private static void unload0(long address, long length) {}

    @Substitute
    private static void force0(FileDescriptor fd, long address, long length) {}
}
