package dev.ristretto.kernel.personality.jdk;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.posix.ClosedFile;
import dev.ristretto.kernel.posix.PosixException;
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
        try {
            Descriptors.TABLE.close(Descriptors.number(fd));
        } catch (PosixException e) {
            throw Failures.io(e);
        }
    }

    /** Closes the file, which wakes all who wait on it, but keeps its number from being used anew. */
    @Substitute
    private static void preClose0(FileDescriptor fd) throws IOException {
        try {
            Descriptors.TABLE.replace(Descriptors.number(fd), new ClosedFile());
        } catch (PosixException e) {
            throw Failures.io(e);
        }
    }
}
