package dev.ristretto.kernel.device.virtio;

import dev.ristretto.kernel.machine.memory.RawMemory;
import java.util.Arrays;

/**
 * The descriptor table of a split virtqueue (virtio 1.2 section 2.7.5) and, on the Java heap, which of its descriptors
 * are free and which follow each other. A buffer has one descriptor, or a chain of them, whose first stands for it.
 */
final class DescriptorTable {
    /** Behind the last descriptor of a chain. */
    private static final int NONE = -1;

    private static final int DESCRIPTOR_BYTES = 16;
    private static final int HAS_NEXT = 1;
    private static final int DEVICE_WRITABLE = 2;

    private final RawMemory memory;

    /** Free descriptors, a stack: {@code free[0..freeCount)}. */
    private final short[] free;

    private int freeCount;

    /** The descriptor behind one in its chain, {@link #NONE} behind the last and for all that are free. */
    private final short[] following;

    /** How many descriptors in use are not the first of their buffer. */
    private int followers;

    /**
     * A table of free descriptors.
     *
     * @param memory zeroed memory of {@link #bytes} for as many descriptors
     */
    DescriptorTable(int size, RawMemory memory) {
        this.memory = memory;
        following = new short[size];
        Arrays.fill(following, (short) NONE);
        free = new short[size];
        for (int i = 0; i < size; i++) {
            free[i] = (short) (size - 1 - i);
        }
        freeCount = size;
    }

    static int bytes(int size) {
        return size * DESCRIPTOR_BYTES;
    }

    int freeCount() {
        return freeCount;
    }

    /** How many buffers have descriptors. */
    int buffers() {
        return free.length - freeCount - followers;
    }

    /** Describes a buffer of one piece by a descriptor, of which one must be free; returns it. */
    int add(long address, int length, boolean deviceWritable) {
        int descriptor = free[--freeCount];
        describe(descriptor, address, length, deviceWritable ? DEVICE_WRITABLE : 0);
        return descriptor;
    }

    /** Describes a buffer of several pieces, for each of which a descriptor must be free; returns the first. */
    int add(DescriptorChain chain) {
        int head = free[freeCount - 1];
        int last = chain.size() - 1;
        for (int piece = 0; piece <= last; piece++) {
            int descriptor = free[--freeCount];
            int flags = chain.isWritable(piece) ? DEVICE_WRITABLE : 0;
            if (piece < last) {
                int next = free[freeCount - 1];
                following[descriptor] = (short) next;
                flags |= HAS_NEXT | next << 16;
            }
            describe(descriptor, chain.address(piece), chain.length(piece), flags);
        }
        followers += last;
        return head;
    }

    private void describe(int descriptor, long address, int length, int flagsAndNext) {
        long at = (long) descriptor * DESCRIPTOR_BYTES;
        memory.putLong(at, address);
        memory.putInt(at + 8, length);
        memory.putInt(at + 12, flagsAndNext);
    }

    /** Frees the descriptors of the buffer that starts with {@code head}. */
    void free(int head) {
        free[freeCount++] = (short) head;
        if (following[head] != NONE) {
            freeFollowers(head);
        }
    }

    private void freeFollowers(int head) {
        for (int descriptor = head; following[descriptor] != NONE; ) {
            int next = following[descriptor];
            following[descriptor] = NONE;
            free[freeCount++] = (short) next;
            followers--;
            descriptor = next;
        }
    }
}
