package dev.ristretto.kernel.network.link;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One Ethernet frame (without frame check sequence) and the memory that holds it, owned by exactly one side at a time.
 *
 * <p>Who receives a frame as an argument ({@link Link#transmit}, {@code NetworkStack.receive}) owns it from then on and
 * must hand it on or {@link #release} it, once. The frame occupies {@code [start, start + length)} of {@link #buffer};
 * the bytes before {@code start} are headroom that belongs to the driver (for example for the virtio-net header). The
 * buffer is big-endian and is only accessed by absolute index: its position and limit mean nothing and must stay 0 and
 * capacity.
 *
 * <p>Pools subclass it: {@link #recycle} takes the memory back, {@link #acquire} hands it out anew. Not thread-safe:
 * the owner has it alone.
 */
public abstract class Frame {
    /** Value of {@link #checksumStart} when no checksum has to be filled in. */
    public static final int NO_CHECKSUM = -1;

    private final ByteBuffer buffer;
    private int start;
    private int length;
    private boolean released = true;
    private int checksumStart = NO_CHECKSUM;
    private int checksumOffset;
    private int segmentSize;
    private int headerLength;
    private boolean checksumValidated;
    /** The next frame of the queue that this frame is in; the queue's owner alone uses it. */
    @Nullable
    Frame next;

    /**
     * A frame that is in its pool.
     *
     * @param buffer the memory: big-endian, position 0, limit capacity
     */
    protected Frame(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /** Takes the memory back; called once for each {@link #acquire}, by the thread that released it. */
    protected abstract void recycle();

    /**
     * Hands the frame out of its pool: its owner is now the caller, the metadata is cleared.
     *
     * @param start first byte, which is also the size of the headroom
     * @param length bytes of the frame
     * @throws IllegalStateException if it is out already
     */
    protected final void acquire(int start, int length) {
        if (!released) {
            throw new IllegalStateException("frame handed out twice: its pool gave it away while it had an owner");
        }
        if (start < 0 || length < 0 || start + length > buffer.capacity()) {
            throw new IllegalArgumentException(
                    "frame of " + length + " bytes at " + start + " exceeds its buffer of " + buffer.capacity());
        }
        released = false;
        this.start = start;
        this.length = length;
        checksumStart = NO_CHECKSUM;
        checksumOffset = 0;
        segmentSize = 0;
        headerLength = 0;
        checksumValidated = false;
        next = null;
    }

    /**
     * Gives the frame back to its pool.
     *
     * @throws IllegalStateException if it was released before
     */
    public final void release() {
        if (released) {
            throw new IllegalStateException("frame released twice");
        }
        released = true;
        recycle();
    }

    /** Whether the frame is in its pool. */
    public final boolean isReleased() {
        return released;
    }

    /** The memory; big-endian, absolute access only. */
    public final ByteBuffer buffer() {
        return buffer;
    }

    /** Index in {@link #buffer} of the first byte of the Ethernet header. */
    public final int start() {
        return start;
    }

    /** Bytes of the frame, from the Ethernet header to the end of the payload. */
    public final int length() {
        return length;
    }

    /** Index in {@link #buffer} after the last byte. */
    public final int end() {
        return start + length;
    }

    /** Shortens the frame to its first {@code newLength} bytes. */
    public final void truncate(int newLength) {
        if (newLength < 0 || newLength > length) {
            throw new IllegalArgumentException("cannot truncate a frame of " + length + " bytes to " + newLength);
        }
        length = newLength;
    }

    /**
     * Transmit: asks the link to fill in a checksum, as {@code VIRTIO_NET_HDR_F_NEEDS_CSUM} does: the internet checksum
     * of all bytes from {@code start} to the end of the frame is stored at {@code start + offset}, where the stack has
     * put the sum of the pseudo header. Only with {@link LinkFeatures#transmitChecksum}.
     *
     * @param start first byte summed, counted from the start of the frame
     * @param offset place of the 16-bit checksum field, counted from {@code start}
     */
    public final void requestChecksum(int start, int offset) {
        checksumStart = start;
        checksumOffset = offset;
    }

    /** First byte to sum, from the start of the frame, or {@link #NO_CHECKSUM}. */
    public final int checksumStart() {
        return checksumStart;
    }

    /** Place of the checksum field, counted from {@link #checksumStart}. */
    public final int checksumOffset() {
        return checksumOffset;
    }

    /**
     * Transmit: the frame is one TCP segment over IPv4 that the link must cut into segments of {@code segmentSize}
     * bytes of payload (virtio-net GSO type TCPV4). Comes with {@link #requestChecksum}. Only with
     * {@link LinkFeatures#segmentationLimit}.
     *
     * @param segmentSize payload bytes of each segment on the wire
     * @param headerLength bytes of Ethernet, IPv4 and TCP headers together
     */
    public final void requestSegmentation(int segmentSize, int headerLength) {
        this.segmentSize = segmentSize;
        this.headerLength = headerLength;
    }

    /** Payload bytes of each TCP segment on the wire, 0 if the frame goes out as it is. */
    public final int segmentSize() {
        return segmentSize;
    }

    /** Bytes of all headers; meaningful if {@link #segmentSize} is not 0. */
    public final int headerLength() {
        return headerLength;
    }

    /**
     * Receive: the device has verified the TCP or UDP checksum, or the frame never left this machine
     * ({@code VIRTIO_NET_HDR_F_DATA_VALID} or {@code NEEDS_CSUM} on a received frame).
     */
    public final void markChecksumValidated() {
        checksumValidated = true;
    }

    /**
     * Whether the TCP or UDP checksum need not be verified. The IPv4 header checksum is always verified by the stack.
     */
    public final boolean isChecksumValidated() {
        return checksumValidated;
    }
}
