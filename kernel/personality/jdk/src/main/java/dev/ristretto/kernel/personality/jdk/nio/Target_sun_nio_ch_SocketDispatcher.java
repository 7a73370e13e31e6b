package dev.ristretto.kernel.personality.jdk.nio;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.personality.jdk.Descriptors;
import dev.ristretto.kernel.personality.jdk.JdkExceptions;
import dev.ristretto.kernel.personality.jdk.NativeMemory;
import dev.ristretto.kernel.posix.PosixException;
import java.io.FileDescriptor;
import java.io.IOException;

/** Reading and writing TCP sockets. */
@TargetClass(className = "sun.nio.ch.SocketDispatcher")
final class Target_sun_nio_ch_SocketDispatcher {
    private Target_sun_nio_ch_SocketDispatcher() {}

    @Substitute
    private static int read0(FileDescriptor fd, long address, int length) throws IOException {
        try {
            return Descriptors.file(fd).read(NativeMemory.buffer(address, length));
        } catch (PosixException e) {
            throw JdkExceptions.STREAM_READ.translate(e);
        }
    }

    @Substitute
    private static long readv0(FileDescriptor fd, long address, int count) throws IOException {
        try {
            return Descriptors.file(fd).read(NativeMemory.vector(address, count));
        } catch (PosixException e) {
            throw JdkExceptions.STREAM_READ.translate(e);
        }
    }

    @Substitute
    private static int write0(FileDescriptor fd, long address, int length) throws IOException {
        return ChannelCalls.write(fd, NativeMemory.buffer(address, length));
    }

    @Substitute
    private static long writev0(FileDescriptor fd, long address, int count) throws IOException {
        return ChannelCalls.write(fd, NativeMemory.vector(address, count));
    }
}
