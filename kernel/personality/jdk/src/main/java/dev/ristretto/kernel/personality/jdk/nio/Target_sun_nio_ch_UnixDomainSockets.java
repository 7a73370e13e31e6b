package dev.ristretto.kernel.personality.jdk.nio;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.io.FileDescriptor;

/** Sockets between processes of one machine, of which this one has a single process: not supported, and said so. */
@TargetClass(className = "sun.nio.ch.UnixDomainSockets")
final class Target_sun_nio_ch_UnixDomainSockets {
    private Target_sun_nio_ch_UnixDomainSockets() {}

    @Substitute
    private static boolean init() {
        return false;
    }

    @Substitute
    private static int socket0() {
        throw new UnsupportedOperationException("Unix domain sockets");
    }

    @Substitute
    private static byte[] localAddress0(FileDescriptor fd) {
        throw new UnsupportedOperationException("Unix domain sockets");
    }

    @Substitute
    private static void bind0(FileDescriptor fd, byte[] path) {
        throw new UnsupportedOperationException("Unix domain sockets");
    }

    @Substitute
    private static int connect0(FileDescriptor fd, byte[] path) {
        throw new UnsupportedOperationException("Unix domain sockets");
    }

    @Substitute
    private static int accept0(FileDescriptor fd, FileDescriptor newFd, Object[] peer) {
        throw new UnsupportedOperationException("Unix domain sockets");
    }
}
