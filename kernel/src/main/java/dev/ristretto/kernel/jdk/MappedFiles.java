package dev.ristretto.kernel.jdk;

import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import jdk.internal.misc.Unsafe;

/**
 * Mapped files, as copies: files lie in blocks of the Java heap, so a mapping is memory of its own, filled once.
 *
 * <p>That is what a private mapping promises, and what a read-only one is as long as the file stays as it is. A mapping whose
 * changes must reach the file cannot be had.
 */
final class MappedFiles {
    static final long GRANULARITY = 4096;

    // MAP_* of sun.nio.ch.UnixFileDispatcherImpl.
    private static final int READ_WRITE = 1;

    private static final Unsafe UNSAFE = Unsafe.getUnsafe();

    private MappedFiles() {}

    static long map(FileDescriptor fd, int protection, long position, long length) throws IOException {
        if (protection == READ_WRITE) {
            throw new UnsupportedOperationException(
                    "a file in memory cannot be mapped for writing (sun.nio.ch.UnixFileDispatcherImpl.map0): write through the"
                            + " channel, or map it read-only or private");
        }
        if (length > Integer.MAX_VALUE) {
            throw new IOException("a mapping of " + length + " bytes is too large, at most " + Integer.MAX_VALUE);
        }
        // Callers ask for whole pages and count on their alignment, so the start is rounded and kept before it.
        long allocated = UNSAFE.allocateMemory(length + 2 * GRANULARITY);
        long address = (allocated + Long.BYTES + GRANULARITY - 1) / GRANULARITY * GRANULARITY;
        UNSAFE.putLong(address - Long.BYTES, allocated);
        UNSAFE.setMemory(address, length, (byte) 0);
        try {
            OpenFile file = Descriptors.file(fd);
            ByteBuffer target = NativeMemory.buffer(address, (int) length);
            int count = 0;
            while (count >= 0 && target.hasRemaining()) {
                count = file.readAt(target, position + target.position());
            }
            return address;
        } catch (PosixException e) {
            UNSAFE.freeMemory(allocated);
            throw Failures.io(e);
        }
    }

    static int unmap(long address) {
        UNSAFE.freeMemory(UNSAFE.getLong(address - Long.BYTES));
        return 0;
    }
}
