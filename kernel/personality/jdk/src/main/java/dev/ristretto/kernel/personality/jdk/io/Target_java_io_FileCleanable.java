package dev.ristretto.kernel.personality.jdk.io;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.io.IOException;

/** Closes files that the collector finds lost. */
@TargetClass(className = "java.io.FileCleanable")
final class Target_java_io_FileCleanable {
    private Target_java_io_FileCleanable() {}

    @Substitute
    private static void cleanupClose0(int fd, long handle) throws IOException {
        FileCalls.close(fd);
    }
}
