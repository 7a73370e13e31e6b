package dev.ristretto.kernel.device.block;

import dev.ristretto.kernel.device.virtio.DescriptorChain;
import dev.ristretto.kernel.machine.memory.DmaMemory;
import dev.ristretto.kernel.machine.memory.RawMemory;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;

/**
 * Memory for one request at a time (virtio 1.2 section 5.2.6): header and status, and the data between them.
 *
 * <p>A slot belongs to the thread that has acquired it, its memory to the device while the request is in flight.
 */
final class RequestSlot {
    /** Header and status of a slot. */
    static final int CONTROL_BYTES = 32;

    private static final int TYPE = 0;
    private static final int RESERVED = 4;
    private static final int SECTOR = 8;
    private static final int HEADER_BYTES = 16;
    private static final int STATUS = 16;

    /** No answer of a device is this number. */
    private static final byte NO_STATUS = -1;

    private final RawMemory control;
    private final long controlAddress;
    private final DmaMemory data;
    private final ByteBuffer bytes;
    private final DescriptorChain chain;
    private final int segmentBytes;

    /** Tells the owner that its request has been answered, or that it should wait for the interrupt from now on. */
    final Condition changed;

    /** Whether the device has the request; guarded by the lock of the queue, like the fields below. */
    boolean inFlight;

    /** Whether the owner waits for {@link #changed}. */
    boolean waiting;

    /** What the device has answered. */
    private int status;

    /** Where on the disk the request begins, in bytes; -1 if it has no place. The owner's, like the next. */
    private long position = -1;

    private int length;

    /**
     * A slot without a request.
     *
     * @param control {@link #CONTROL_BYTES} of memory
     * @param data {@link RequestShape#MOST_DATA_BYTES} of memory
     */
    RequestSlot(DmaMemory control, DmaMemory data, RequestShape shape, Condition changed) {
        this.control = control.memory();
        this.controlAddress = control.physicalAddress();
        this.data = data;
        this.bytes = data.memory().asByteBuffer();
        this.segmentBytes = shape.segmentBytes();
        this.chain = new DescriptorChain(shape.descriptors());
        this.changed = changed;
    }

    /** The data, little-endian, for absolute access. */
    ByteBuffer bytes() {
        return bytes;
    }

    /** Remembers for the owner which bytes of the disk the request is about. */
    void setPlace(long start, int count) {
        position = start;
        length = count;
    }

    long position() {
        return position;
    }

    int length() {
        return length;
    }

    /** Writes the header and returns the request as a chain, with the first bytes of the data. */
    DescriptorChain prepare(RequestType type, long sector, int dataBytes) {
        control.putInt(TYPE, type.number());
        control.putInt(RESERVED, 0);
        control.putLong(SECTOR, sector);
        control.putByteVolatile(STATUS, NO_STATUS);
        chain.clear();
        chain.addReadable(controlAddress, HEADER_BYTES);
        for (int at = 0; at < dataBytes; at += segmentBytes) {
            int count = Math.min(segmentBytes, dataBytes - at);
            if (type.isAnswered()) {
                chain.addWritable(data.physicalAddress() + at, count);
            } else {
                chain.addReadable(data.physicalAddress() + at, count);
            }
        }
        chain.addWritable(controlAddress + STATUS, 1);
        return chain;
    }

    /** Reads the status, once: the device could still write it. */
    int readStatus() {
        status = control.getByteVolatile(STATUS) & 0xff;
        return status;
    }

    int status() {
        return status;
    }
}
