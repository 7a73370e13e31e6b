package dev.ristretto.kernel.personality.jdk.io;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.posix.FileOpening;
import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;

/** Reading and writing files at any place. */
@TargetClass(RandomAccessFile.class)
final class Target_java_io_RandomAccessFile {
    @Alias
    private FileDescriptor fd;

    private Target_java_io_RandomAccessFile() {}

    @Substitute
    private static void initIDs() {}

    /**
     * The bits of {@code mode} are RandomAccessFile's own: 1 read only, 2 read and write, 4 and 8 write through (rws
     * and rwd), 16 remove the name at once.
     */
    @Substitute
    private void open0(String name, int mode) throws FileNotFoundException {
        int flags = (mode & 2) != 0 ? FileOpening.READ_WRITE | FileOpening.CREATE : 0;
        FileCalls.open(fd, name, (mode & 12) != 0 ? flags | FileOpening.SYNCHRONOUS : flags);
        if ((mode & 16) != 0) {
            FileCalls.unlink(name);
        }
    }

    @Substitute
    private int read0() throws IOException {
        return FileCalls.readByte(fd);
    }

    @Substitute
    private int readBytes0(byte[] target, int offset, int length) throws IOException {
        return FileCalls.read(fd, target, offset, length);
    }

    @Substitute
    private void write0(int value) throws IOException {
        FileCalls.writeByte(fd, value);
    }

    @Substitute
    private void writeBytes0(byte[] source, int offset, int length) throws IOException {
        FileCalls.write(fd, source, offset, length);
    }

    @Substitute
    public long getFilePointer() throws IOException {
        return FileCalls.position(fd);
    }

    @Substitute
    private void seek0(long position) throws IOException {
        FileCalls.seek(fd, position);
    }

    @Substitute
    private long length0() throws IOException {
        return FileCalls.length(fd);
    }

    @Substitute
    private void setLength0(long length) throws IOException {
        FileCalls.setLength(fd, length);
    }
}
