package dev.ristretto.kernel.personality.jdk.io;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.posix.FileOpening;
import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;

/** Writing files, and to the console. */
@TargetClass(FileOutputStream.class)
final class Target_java_io_FileOutputStream {
    @Alias
    private FileDescriptor fd;

    private Target_java_io_FileOutputStream() {}

    @Substitute
    private static void initIDs() {}

    @Substitute
    private void open0(String name, boolean append) throws FileNotFoundException {
        int flags = FileOpening.WRITE_ONLY | FileOpening.CREATE;
        FileCalls.open(fd, name, flags | (append ? FileOpening.APPEND : FileOpening.TRUNCATE));
    }

    /** Whether to append is a property of the open file; the parameter is for Windows. */
    @Substitute
    private void write(int value, boolean append) throws IOException {
        FileCalls.writeByte(fd, value);
    }

    @Substitute
    private void writeBytes(byte[] source, int offset, int length, boolean append) throws IOException {
        FileCalls.write(fd, source, offset, length);
    }
}
