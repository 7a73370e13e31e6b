package dev.ristretto.kernel.personality.jdk;

import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileOpening;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What the natives of java.io's streams do with descriptors, in the terms of the JDK's io_util.c. */
final class FileCalls {
    private static final int ALL_MAY_READ_AND_WRITE = 0666;
    private static final String STREAM_CLOSED = "Stream Closed";

    private FileCalls() {}

    /** Opens a regular file or a device and sets {@code descriptor}. */
    static void open(FileDescriptor descriptor, String path, int flags) throws FileNotFoundException {
        try {
            OpenFile file = FileOpening.open(SystemFiles.tree(), path, flags, ALL_MAY_READ_AND_WRITE);
            if (file instanceof InodeFile opened && opened.inode().kind() == FileKind.DIRECTORY) {
                throw new FileNotFoundException(path + " (" + Errno.EISDIR.text() + ")");
            }
            Descriptors.setNumber(descriptor, Descriptors.TABLE.open(file));
        } catch (PosixException e) {
            throw new FileNotFoundException(path + " (" + e.getMessage() + ")");
        }
    }

    static int readByte(FileDescriptor descriptor) throws IOException {
        byte[] one = new byte[1];
        return read(descriptor, one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** The number of bytes, -1 at the end of the file. */
    static int read(FileDescriptor descriptor, byte[] target, int offset, int length) throws IOException {
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
            throw Failures.io(e);
        }
    }

    static void writeByte(FileDescriptor descriptor, int value) throws IOException {
        write(descriptor, new byte[] {(byte) value}, 0, 1);
    }

    static void write(FileDescriptor descriptor, byte[] source, int offset, int length) throws IOException {
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
            throw Failures.io(e);
        }
    }

    static long position(FileDescriptor descriptor) throws IOException {
        try {
            return file(descriptor).position();
        } catch (PosixException e) {
            throw Failures.io(e);
        }
    }

    static void seek(FileDescriptor descriptor, long position) throws IOException {
        try {
            file(descriptor).seek(position);
        } catch (PosixException e) {
            throw Failures.io(e);
        }
    }

    static long length(FileDescriptor descriptor) throws IOException {
        try {
            return file(descriptor).size();
        } catch (PosixException e) {
            throw Failures.io(e);
        }
    }

    static void setLength(FileDescriptor descriptor, long length) throws IOException {
        OpenFile file = file(descriptor);
        try {
            file.truncate(length);
            if (file.position() > length) {
                file.seek(length);
            }
        } catch (PosixException e) {
            throw Failures.io(e);
        }
    }

    /** How far the position moved, which may lead beyond the end of the file, as on Linux. */
    static long skip(FileDescriptor descriptor, long count) throws IOException {
        OpenFile file = file(descriptor);
        try {
            long before = file.position();
            file.seek(before + count);
            return count;
        } catch (PosixException e) {
            throw Failures.io(e);
        }
    }

    static int available(FileDescriptor descriptor) throws IOException {
        try {
            return file(descriptor).available();
        } catch (PosixException e) {
            throw Failures.io(e);
        }
    }

    static boolean isRegular(FileDescriptor descriptor) {
        try {
            return Descriptors.file(descriptor) instanceof InodeFile file
                    && file.inode().kind() == FileKind.REGULAR;
        } catch (PosixException e) {
            return false;
        }
    }

    static void close(int number) throws IOException {
        if (number < 0) {
            return;
        }
        try {
            Descriptors.TABLE.close(number);
        } catch (PosixException e) {
            throw Failures.io(e);
        }
    }

    private static OpenFile file(FileDescriptor descriptor) throws IOException {
        if (Descriptors.number(descriptor) < 0) {
            throw new IOException(STREAM_CLOSED);
        }
        try {
            return Descriptors.file(descriptor);
        } catch (PosixException e) {
            throw Failures.io(e);
        }
    }
}
