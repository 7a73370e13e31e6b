package dev.ristretto.kernel.device.virtio;

/**
 * The pieces of a buffer that a {@link Virtqueue} hands over as a descriptor chain (virtio 1.2 section 2.7.5): first
 * those that the device reads, then those that it writes (section 2.7.4.2). Addresses are physical, lengths in bytes.
 *
 * <p>The queue copies what it needs, so a chain can be filled again as soon as it was added. Not thread-safe.
 */
public final class DescriptorChain {
    private final long[] addresses;
    private final int[] lengths;
    private int size;
    private int readable;
    private int writableBytes;

    /** An empty chain with room for {@code most} pieces. */
    public DescriptorChain(int most) {
        addresses = new long[most];
        lengths = new int[most];
    }

    /** Forgets all pieces. */
    public void clear() {
        size = 0;
        readable = 0;
        writableBytes = 0;
    }

    /**
     * Appends a piece that the device only reads.
     *
     * @throws IllegalStateException if there is one already that it writes
     */
    public void addReadable(long address, int length) {
        if (readable != size) {
            throw new IllegalStateException("what the device reads comes before what it writes");
        }
        append(address, length);
        readable++;
    }

    /** Appends a piece that the device only writes. */
    public void addWritable(long address, int length) {
        append(address, length);
        writableBytes = Math.addExact(writableBytes, length);
    }

    private void append(long address, int length) {
        if (length <= 0) {
            throw new IllegalArgumentException("a piece of " + length + " bytes");
        }
        addresses[size] = address;
        lengths[size] = length;
        size++;
    }

    int size() {
        return size;
    }

    long address(int piece) {
        return addresses[piece];
    }

    int length(int piece) {
        return lengths[piece];
    }

    boolean isWritable(int piece) {
        return piece >= readable;
    }

    /** How many bytes the device may write to all pieces together. */
    int writableBytes() {
        return writableBytes;
    }
}
