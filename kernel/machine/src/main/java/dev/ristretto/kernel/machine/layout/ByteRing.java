package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;
import org.graalvm.word.Pointer;

/**
 * A ring of bytes; its capacity, a power of two, is known to who uses it. The indices count bytes since boot. All-zero
 * is an empty one.
 */
public final class ByteRing {
    private static final int HEAD = 0;
    private static final int TAIL = 8;
    private static final int BYTES = 16;

    private ByteRing() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long head(Pointer ring) {
        return Raw.getLong(ring, HEAD);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long tail(Pointer ring) {
        return Raw.getLong(ring, TAIL);
    }

    /** Bytes of a ring with its indices. */
    public static int size(int capacity) {
        return BYTES + capacity;
    }

    /** How many bytes are in it. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long length(Pointer ring) {
        return tail(ring) - head(ring);
    }

    /** Adds a byte to a ring that is not full. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void put(Pointer ring, int capacity, int value) {
        long tail = tail(ring);
        Raw.putByte(ring.rawValue() + BYTES + (tail & (capacity - 1)), value);
        Raw.putLong(ring, TAIL, tail + 1);
    }

    /** Takes the oldest byte of a ring that is not empty. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int take(Pointer ring, int capacity) {
        long head = head(ring);
        int value = Raw.getByte(ring.rawValue() + BYTES + (head & (capacity - 1)));
        Raw.putLong(ring, HEAD, head + 1);
        return value;
    }
}
