package dev.ristretto.kernel.personality.jdk.nio;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.personality.jdk.Descriptors;
import dev.ristretto.kernel.personality.jdk.JdkExceptions;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import java.io.FileDescriptor;
import java.io.IOException;

/** Descriptors in general. */
@TargetClass(className = "sun.nio.ch.IOUtil")
final class Target_sun_nio_ch_IOUtil {
    private Target_sun_nio_ch_IOUtil() {}

    @Substitute
    static void initIDs() {}

    @Substitute
    static boolean randomBytes(byte[] bytes) {
        throw new UnsupportedOperationException("sun.nio.ch.IOUtil.randomBytes");
    }

    @Substitute
    static long makePipe(boolean blocking) throws IOException {
        return PipeCalls.make(blocking);
    }

    @Substitute
    static int write1(int fd, byte value) throws IOException {
        return PipeCalls.write(fd, value);
    }

    @Substitute
    static boolean drain(int fd) throws IOException {
        return PipeCalls.drain(fd);
    }

    @Substitute
    static int drain1(int fd) throws IOException {
        return PipeCalls.drainOne(fd);
    }

    @Substitute
    public static void configureBlocking(FileDescriptor fd, boolean blocking) throws IOException {
        try {
            OpenFile file = Descriptors.file(fd);
            file.setNonBlocking(!blocking);
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }

    @Substitute
    public static int fdVal(FileDescriptor fd) {
        return Descriptors.number(fd);
    }

    @Substitute
    static void setfdVal(FileDescriptor fd, int value) {
        Descriptors.setNumber(fd, value);
    }

    @Substitute
    static int fdLimit() {
        return Descriptors.table().limit();
    }

    /** IOV_MAX of Linux. */
    @Substitute
    static int iovMax() {
        return 1024;
    }

    @Substitute
    static long writevMax() {
        return Integer.MAX_VALUE;
    }
}
