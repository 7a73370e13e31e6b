package dev.ristretto.kernel.personality.jdk;

import dev.ristretto.kernel.machine.memory.RawMemory;
import java.nio.ByteBuffer;

/**
 * Views of the memory whose address the JDK hands to its native methods: direct buffers, iovec arrays, sockaddr
 * structures.
 */
public final class NativeMemory {
    /** struct iovec: the base address, then the length, eight bytes each. */
    private static final int IOVEC_SIZE = 16;

    private NativeMemory() {}

    /** The {@code length} bytes at {@code address} as a little-endian buffer. */
    public static ByteBuffer buffer(long address, int length) {
        return length == 0
                ? ByteBuffer.allocate(0)
                : RawMemory.ofNative(address, length).asByteBuffer();
    }

    /** The buffers of {@code count} iovec structures at {@code address}. */
    public static ByteBuffer[] vector(long address, int count) {
        RawMemory structures = RawMemory.ofNative(address, (long) count * IOVEC_SIZE);
        ByteBuffer[] buffers = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            long base = structures.getLong((long) i * IOVEC_SIZE);
            long length = structures.getLong((long) i * IOVEC_SIZE + Long.BYTES);
            buffers[i] = buffer(base, Math.toIntExact(length));
        }
        return buffers;
    }
}
