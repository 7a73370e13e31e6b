package dev.ristretto.kernel.personality.jdk.nio;

import dev.ristretto.kernel.personality.jdk.Descriptors;
import dev.ristretto.kernel.personality.jdk.JdkExceptions;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.Pipe;
import dev.ristretto.kernel.posix.PosixException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What the native methods of sun.nio.ch.IOUtil do with pipes, with the results of the JDK's IOUtil.c. */
final class PipeCalls {
    private PipeCalls() {}

    /** The descriptor of the read end in the upper half, that of the write end in the lower. */
    static long make(boolean blocking) throws IOException {
        Pipe pipe = new Pipe();
        pipe.readEnd().setNonBlocking(!blocking);
        pipe.writeEnd().setNonBlocking(!blocking);
        try {
            int source = Descriptors.table().open(pipe.readEnd());
            try {
                int sink = Descriptors.table().open(pipe.writeEnd());
                return (long) source << 32 | sink;
            } catch (PosixException e) {
                Descriptors.table().close(source);
                throw e;
            }
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }

    static int write(int fd, byte value) throws IOException {
        try {
            return Descriptors.table().get(fd).write(ByteBuffer.wrap(new byte[] {value}));
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }

    /** Reads all there is; whether there was anything. */
    static boolean drain(int fd) throws IOException {
        try {
            OpenFile file = Descriptors.table().get(fd);
            ByteBuffer waste = ByteBuffer.allocate(128);
            boolean any = false;
            while (true) {
                int count = file.read(waste.clear());
                any |= count > 0;
                if (count < waste.capacity()) {
                    return any;
                }
            }
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }

    static int drainOne(int fd) throws IOException {
        try {
            int count = Descriptors.table().get(fd).read(ByteBuffer.allocate(1));
            return count == OpenFile.INTERRUPTED ? count : Math.max(count, 0);
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }
}
