package dev.ristretto.kernel.personality.jdk.io;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;

/** Reading files, and the console. */
@TargetClass(FileInputStream.class)
final class Target_java_io_FileInputStream {
    @Alias
    private FileDescriptor fd;

    private Target_java_io_FileInputStream() {}

    @Substitute
    private static void initIDs() {}

    @Substitute
    private void open0(String name) throws FileNotFoundException {
        FileCalls.open(fd, name, 0);
    }

    @Substitute
    private int read0() throws IOException {
        return FileCalls.readByte(fd);
    }

    @Substitute
    private int readBytes(byte[] target, int offset, int length) throws IOException {
        return FileCalls.read(fd, target, offset, length);
    }

    @Substitute
    private long length0() throws IOException {
        return FileCalls.length(fd);
    }

    @Substitute
    private long position0() throws IOException {
        return FileCalls.position(fd);
    }

    @Substitute
    private long skip0(long count) throws IOException {
        return FileCalls.skip(fd, count);
    }

    @Substitute
    private int available0() throws IOException {
        return FileCalls.available(fd);
    }

    @Substitute
    private boolean isRegularFile0(FileDescriptor descriptor) {
        return FileCalls.isRegular(descriptor);
    }
}
