package dev.ristretto.kernel.personality.jdk.nio;

import dev.ristretto.kernel.personality.jdk.Descriptors;
import dev.ristretto.kernel.personality.jdk.JdkExceptions;
import dev.ristretto.kernel.posix.FileStatus;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What the natives of file channels do. Their results are those of sun.nio.ch.IOStatus: a count, -1 at the end of the
 * file, -2 if there is nothing now, -3 if another thread closed the file.
 */
final class ChannelCalls {
    /** The result for file dispatchers that cannot do something faster themselves: IOStatus.UNSUPPORTED. */
    static final int UNSUPPORTED = -4;

    private ChannelCalls() {}

    static int read(FileDescriptor fd, ByteBuffer target) throws IOException {
        try {
            return Descriptors.file(fd).read(target);
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }

    static long read(FileDescriptor fd, ByteBuffer[] targets) throws IOException {
        try {
            return Descriptors.file(fd).read(targets);
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }

    static int readAt(FileDescriptor fd, ByteBuffer target, long position) throws IOException {
        try {
            return Descriptors.file(fd).readAt(target, position);
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }

    static int write(FileDescriptor fd, ByteBuffer source) throws IOException {
        try {
            return Descriptors.file(fd).write(source);
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }

    static long write(FileDescriptor fd, ByteBuffer[] sources) throws IOException {
        try {
            return Descriptors.file(fd).write(sources);
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }

    static int writeAt(FileDescriptor fd, ByteBuffer source, long position) throws IOException {
        try {
            return Descriptors.file(fd).writeAt(source, position);
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }

    /** Moves the position; an offset below 0 only asks for it. */
    static long seek(FileDescriptor fd, long offset) throws IOException {
        try {
            OpenFile file = Descriptors.file(fd);
            if (offset >= 0) {
                file.seek(offset);
                return offset;
            }
            return file.position();
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }

    static int truncate(FileDescriptor fd, long size) throws IOException {
        try {
            Descriptors.file(fd).truncate(size);
            return 0;
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }

    static FileStatus status(FileDescriptor fd) throws IOException {
        try {
            return Descriptors.file(fd).status();
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }
}
