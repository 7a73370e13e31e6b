package dev.ristretto.kernel.personality.jdk.nio;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.personality.jdk.Descriptors;
import dev.ristretto.kernel.personality.jdk.JdkExceptions;
import dev.ristretto.kernel.posix.ClosedFile;
import java.io.FileDescriptor;
import java.io.IOException;

/** Closing channels. */
@TargetClass(className = "sun.nio.ch.UnixDispatcher")
final class Target_sun_nio_ch_UnixDispatcher {
    private Target_sun_nio_ch_UnixDispatcher() {}

    @Substitute
    static void init() {}

    @Substitute
    private static void close0(FileDescriptor fd) throws IOException {
        JdkExceptions.IO.run(() -> Descriptors.table().close(Descriptors.number(fd)));
    }

    /** Closes the file, which wakes all who wait on it, but keeps its number from being used anew. */
    @Substitute
    private static void preClose0(FileDescriptor fd) throws IOException {
        JdkExceptions.IO.run(() -> Descriptors.table().replace(Descriptors.number(fd), new ClosedFile()));
    }
}
