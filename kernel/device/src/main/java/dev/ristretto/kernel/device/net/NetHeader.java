package dev.ristretto.kernel.device.net;

import dev.ristretto.kernel.machine.memory.RawMemory;
import dev.ristretto.kernel.network.link.Frame;

/** The header in front of every frame in a virtio-net buffer (virtio 1.2 section 5.1.6), 12 bytes. */
final class NetHeader {
    static final int BYTES = 12;

    private static final int FLAG_NEEDS_CHECKSUM = 1;
    private static final int FLAG_DATA_VALID = 2;
    private static final int GSO_NONE = 0;
    private static final int GSO_TCP_IPV4 = 1;
    private static final int CHECKSUM_OFFSET = 8;
    private static final int BUFFER_COUNT = 10;

    private NetHeader() {}

    /** Writes the whole header of a frame to be sent to the start of its buffer. */
    static void write(RawMemory buffer, Frame frame) {
        int checksumStart = frame.checksumStart();
        if (checksumStart == Frame.NO_CHECKSUM) {
            buffer.putLong(0, 0);
            buffer.putInt(CHECKSUM_OFFSET, 0);
            return;
        }
        int segmentSize = frame.segmentSize();
        long flags = FLAG_NEEDS_CHECKSUM;
        long gso = segmentSize == 0 ? GSO_NONE : GSO_TCP_IPV4;
        long headerLength = segmentSize == 0 ? 0 : frame.headerLength();
        buffer.putLong(
                0, flags | gso << 8 | headerLength << 16 | (long) segmentSize << 32 | (long) checksumStart << 48);
        buffer.putInt(CHECKSUM_OFFSET, frame.checksumOffset()); // and 0 for the number of buffers
    }

    /** Whether the device has verified the checksum of a received frame, or the frame never left its host. */
    static boolean isChecksumValidated(RawMemory buffer) {
        return (buffer.getByte(0) & (FLAG_NEEDS_CHECKSUM | FLAG_DATA_VALID)) != 0;
    }

    /** How many buffers a received frame fills; meaningful with VIRTIO_NET_F_MRG_RXBUF. */
    static int bufferCount(RawMemory buffer) {
        return buffer.getShort(BUFFER_COUNT) & 0xffff;
    }
}
