package dev.ristretto.kernel.personality.jdk.nio;

import dev.ristretto.kernel.personality.jdk.Descriptors;
import dev.ristretto.kernel.personality.jdk.JdkExceptions;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.internal.access.SharedSecrets;

/**
 * Mapped files, as copies: files lie in blocks of the Java heap, so a mapping is memory of its own, filled once.
 *
 * <p>That is what a private mapping promises, and what a read-only one is as long as the file stays as it is. A mapping
 * whose changes must reach the file cannot be had.
 */
final class MappedFiles {
    static final int GRANULARITY = 4096;

    /** MAP_RW of sun.nio.ch.UnixFileDispatcherImpl. */
    private static final int READ_WRITE = 1;

    /** The memory of each mapping by its address. */
    private static final Map<Long, ByteBuffer> MAPPINGS = new ConcurrentHashMap<>();

    private MappedFiles() {}

    /** The address of the copy, at a multiple of {@link #GRANULARITY}. */
    static long map(FileDescriptor fd, int protection, long position, long length) throws IOException {
        if (protection == READ_WRITE) {
            throw new UnsupportedOperationException(
                    "a file in memory cannot be mapped for writing (sun.nio.ch.UnixFileDispatcherImpl.map0): write through the"
                            + " channel, or map it read-only or private");
        }
        if (length > Integer.MAX_VALUE - GRANULARITY) {
            throw new IOException("a mapping of " + length + " bytes is too large for a file in memory");
        }
        ByteBuffer memory = ByteBuffer.allocateDirect((int) length + GRANULARITY);
        long start = SharedSecrets.getJavaNioAccess().getBufferAddress(memory);
        int offset = (int) Math.floorMod(-start, (long) GRANULARITY);
        ByteBuffer target = memory.slice(offset, (int) length);
        try {
            OpenFile file = Descriptors.file(fd);
            int count = 0;
            while (count >= 0 && target.hasRemaining()) {
                count = file.readAt(target, position + target.position());
            }
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
        MAPPINGS.put(start + offset, memory);
        return start + offset;
    }

    /** Gives the memory back, as soon as the collector sees it. */
    static int unmap(long address) {
        MAPPINGS.remove(address);
        return 0;
    }
}
