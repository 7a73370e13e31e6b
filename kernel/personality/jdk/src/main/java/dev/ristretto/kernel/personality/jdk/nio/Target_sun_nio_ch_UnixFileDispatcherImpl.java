package dev.ristretto.kernel.personality.jdk.nio;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.personality.jdk.NativeMemory;
import dev.ristretto.kernel.personality.jdk.io.FileCalls;
import java.io.FileDescriptor;
import java.io.IOException;

/** File channels. */
@TargetClass(className = "sun.nio.ch.UnixFileDispatcherImpl")
final class Target_sun_nio_ch_UnixFileDispatcherImpl {
    private Target_sun_nio_ch_UnixFileDispatcherImpl() {}

    @Substitute
    static int read0(FileDescriptor fd, long address, int length) throws IOException {
        return ChannelCalls.read(fd, NativeMemory.buffer(address, length));
    }

    @Substitute
    static int pread0(FileDescriptor fd, long address, int length, long position) throws IOException {
        return ChannelCalls.readAt(fd, NativeMemory.buffer(address, length), position);
    }

    @Substitute
    static long readv0(FileDescriptor fd, long address, int count) throws IOException {
        return ChannelCalls.read(fd, NativeMemory.vector(address, count));
    }

    @Substitute
    static int write0(FileDescriptor fd, long address, int length) throws IOException {
        return ChannelCalls.write(fd, NativeMemory.buffer(address, length));
    }

    @Substitute
    static int pwrite0(FileDescriptor fd, long address, int length, long position) throws IOException {
        return ChannelCalls.writeAt(fd, NativeMemory.buffer(address, length), position);
    }

    @Substitute
    static long writev0(FileDescriptor fd, long address, int count) throws IOException {
        return ChannelCalls.write(fd, NativeMemory.vector(address, count));
    }

    @Substitute
    static int force0(FileDescriptor fd, boolean metaData) throws IOException {
        FileCalls.sync(fd);
        return 0;
    }

    /** An offset below 0 asks for the position. */
    @Substitute
    static long seek0(FileDescriptor fd, long offset) throws IOException {
        return ChannelCalls.seek(fd, offset);
    }

    @Substitute
    static int truncate0(FileDescriptor fd, long size) throws IOException {
        return ChannelCalls.truncate(fd, size);
    }

    @Substitute
    static long size0(FileDescriptor fd) throws IOException {
        return FileCalls.length(fd);
    }

    @Substitute
    static int available0(FileDescriptor fd) throws IOException {
        return FileCalls.available(fd);
    }

    @Substitute
    static boolean isOther0(FileDescriptor fd) {
        return !FileCalls.isRegular(fd);
    }

    /** 0: locked. Locks keep other processes out, and there are none; the JDK itself keeps its threads apart. */
    @Substitute
    static int lock0(FileDescriptor fd, boolean blocking, long position, long size, boolean shared) {
        return 0;
    }

    @Substitute
    static void release0(FileDescriptor fd, long position, long size) {}

    @Substitute
    static void closeIntFD(int fd) throws IOException {
        FileCalls.close(fd);
    }

    @Substitute
    static long allocationGranularity0() {
        return MappedFiles.GRANULARITY;
    }

    @Substitute
    static long map0(FileDescriptor fd, int protection, long position, long length, boolean synchronous)
            throws IOException {
        return MappedFiles.map(fd, protection, position, length);
    }

    @Substitute
    static int unmap0(long address, long length) {
        return MappedFiles.unmap(address);
    }

    @Substitute
    static int setDirect0(FileDescriptor fd) {
        throw new UnsupportedOperationException("sun.nio.ch.UnixFileDispatcherImpl.setDirect0");
    }
}
