package dev.ristretto.kernel.personality.jdk.io;

import dev.ristretto.kernel.personality.jdk.Descriptors;
import dev.ristretto.kernel.personality.jdk.JdkExceptions;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileStatus;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.system.SystemInstance;
import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What the natives of java.io's streams do with descriptors, in the terms of the JDK's io_util.c. */
public final class FileCalls {
    private static final int ALL_MAY_READ_AND_WRITE = 0666;
    private static final String STREAM_CLOSED = "Stream Closed";

    private FileCalls() {}

    /** Removes a name, as RandomAccessFile asks for right after opening. */
    static void unlink(String path) throws FileNotFoundException {
        try {
            SystemInstance.process().files().unlink(path);
        } catch (PosixException e) {
            throw new FileNotFoundException(path + " (" + e.getMessage() + ")");
        }
    }

    /** Opens a regular file or a device and sets {@code descriptor}. */
    public static void open(FileDescriptor descriptor, String path, int flags) throws FileNotFoundException {
        try {
            OpenFile file = SystemInstance.process().files().openFile(path, flags, ALL_MAY_READ_AND_WRITE);
            if (file.status().kind() == FileStatus.DIRECTORY) {
                throw new FileNotFoundException(path + " (" + Errno.EISDIR.text() + ")");
            }
            Descriptors.setNumber(descriptor, Descriptors.table().open(file));
        } catch (PosixException e) {
            throw new FileNotFoundException(path + " (" + e.getMessage() + ")");
        }
    }

    public static int readByte(FileDescriptor descriptor) throws IOException {
        byte[] one = new byte[1];
        return read(descriptor, one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** The number of bytes, -1 at the end of the file. */
    public static int read(FileDescriptor descriptor, byte[] target, int offset, int length) throws IOException {
        if (offset < 0 || length < 0 || offset > target.length - length) {
            throw new IndexOutOfBoundsException();
        }
        if (length == 0) {
            return 0;
        }
        try {
            int count = file(descriptor).read(ByteBuffer.wrap(target, offset, length));
            if (count == OpenFile.INTERRUPTED) {
                throw new IOException(STREAM_CLOSED);
            }
            return Math.max(count, -1);
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }

    public static void writeByte(FileDescriptor descriptor, int value) throws IOException {
        write(descriptor, new byte[] {(byte) value}, 0, 1);
    }

    public static void write(FileDescriptor descriptor, byte[] source, int offset, int length) throws IOException {
        if (offset < 0 || length < 0 || offset > source.length - length) {
            throw new IndexOutOfBoundsException();
        }
        ByteBuffer bytes = ByteBuffer.wrap(source, offset, length);
        OpenFile file = file(descriptor);
        try {
            while (bytes.hasRemaining()) {
                if (file.write(bytes) < 0) {
                    throw new IOException(STREAM_CLOSED);
                }
            }
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }

    public static long position(FileDescriptor descriptor) throws IOException {
        OpenFile file = file(descriptor);
        return JdkExceptions.IO.asLong(file::position);
    }

    public static void seek(FileDescriptor descriptor, long position) throws IOException {
        OpenFile file = file(descriptor);
        JdkExceptions.IO.run(() -> file.seek(position));
    }

    public static long length(FileDescriptor descriptor) throws IOException {
        OpenFile file = file(descriptor);
        return JdkExceptions.IO.asLong(file::size);
    }

    public static void setLength(FileDescriptor descriptor, long length) throws IOException {
        OpenFile file = file(descriptor);
        JdkExceptions.IO.run(() -> {
            file.truncate(length);
            if (file.position() > length) {
                file.seek(length);
            }
        });
    }

    /** How far the position moved, which may lead beyond the end of the file, as on Linux. */
    public static long skip(FileDescriptor descriptor, long count) throws IOException {
        OpenFile file = file(descriptor);
        JdkExceptions.IO.run(() -> file.seek(file.position() + count));
        return count;
    }

    public static int available(FileDescriptor descriptor) throws IOException {
        OpenFile file = file(descriptor);
        return JdkExceptions.IO.asInt(file::available);
    }

    /** Returns when what was written would survive a power cut. */
    public static void sync(FileDescriptor descriptor) throws IOException {
        OpenFile file = file(descriptor);
        JdkExceptions.IO.run(file::sync);
    }

    public static boolean isRegular(FileDescriptor descriptor) {
        try {
            return Descriptors.file(descriptor).status().kind() == FileStatus.REGULAR;
        } catch (PosixException e) {
            return false;
        }
    }

    public static void close(int number) throws IOException {
        if (number >= 0) {
            JdkExceptions.IO.run(() -> Descriptors.table().close(number));
        }
    }

    private static OpenFile file(FileDescriptor descriptor) throws IOException {
        if (Descriptors.number(descriptor) < 0) {
            throw new IOException(STREAM_CLOSED);
        }
        try {
            return Descriptors.file(descriptor);
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }
}
