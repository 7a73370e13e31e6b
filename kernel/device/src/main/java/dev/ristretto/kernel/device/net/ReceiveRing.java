package dev.ristretto.kernel.device.net;

import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.device.virtio.VirtioDevice;
import dev.ristretto.kernel.device.virtio.Virtqueue;
import dev.ristretto.kernel.machine.memory.DmaMemory;
import dev.ristretto.kernel.machine.memory.RawMemory;
import dev.ristretto.kernel.network.link.Frame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a network card: buffers wait in the queue, come back filled, visit the stack as frames and go
 * to the queue again. A frame spread over several buffers (virtio 1.2 section 5.1.6.3.1) is copied into one.
 *
 * <p>One thread drains; frames may be released on any.
 */
final class ReceiveRing {
    static final int BUFFER_BYTES = 2048;
    private static final int BLOCK_BYTES = 64 << 10;

    /**
     * Buffers, however many descriptors the device has: they hold two windows of 64 KiB in full-sized frames and take
     * 256 KiB.
     */
    static final int MOST_BUFFERS = 128;

    /** The largest frame a device may assemble: an IPv4 packet of 65535 bytes in Ethernet. */
    private static final int LARGEST_FRAME = 65535 + 14;

    private static final int MERGED_FRAMES = 4;

    private final VirtioDevice device;
    private final Virtqueue queue;
    private final int index;
    private final boolean mergeable;
    private final boolean checksums;

    /** The buffer the device owns through a descriptor. */
    private final @Nullable Buffer[] posted;

    /** Guards the two stacks; an object, since an array has no room for a monitor. */
    private final Object lock = new Object();

    /** Buffers neither the device nor the stack owns, a stack. */
    private final Buffer[] idle;

    private int idleCount;
    private final Merged[] idleMerged = new Merged[MERGED_FRAMES];
    private int idleMergedCount;
    private int mergedCount;

    /** Set while the device has no buffer at all: then whoever releases a frame wakes the draining thread. */
    private volatile boolean starved;

    ReceiveRing(VirtioDevice device, Virtqueue queue, int index, boolean mergeable, boolean checksums) {
        this.device = device;
        this.queue = queue;
        this.index = index;
        this.mergeable = mergeable;
        this.checksums = checksums;
        int count = Math.min(queue.size(), MOST_BUFFERS);
        posted = new @Nullable Buffer[queue.size()];
        idle = new Buffer[count];
        for (int at = 0; idleCount < count; at = (at + BUFFER_BYTES) % BLOCK_BYTES) {
            if (at == 0) {
                allocateBlock(Math.min(BLOCK_BYTES / BUFFER_BYTES, count - idleCount));
            }
        }
    }

    private void allocateBlock(int buffers) {
        DmaMemory block = device.allocate(buffers * BUFFER_BYTES);
        for (int i = 0; i < buffers; i++) {
            RawMemory memory = block.memory().slice((long) i * BUFFER_BYTES, BUFFER_BYTES);
            idle[idleCount++] = new Buffer(memory, block.physicalAddress() + (long) i * BUFFER_BYTES);
        }
    }

    /** Hands all idle buffers to the device. */
    void refill() {
        synchronized (lock) {
            while (idleCount > 0 && queue.freeDescriptors() > 0) {
                Buffer buffer = idle[--idleCount];
                posted[queue.add(buffer.physicalAddress, BUFFER_BYTES, true)] = buffer;
            }
            starved = queue.inFlight() == 0;
        }
        if (queue.publish()) {
            device.transport().notifyQueue(index);
        }
    }

    /**
     * Gives received frames to {@code consumer}, at most a queue full, and refills the queue.
     *
     * @return how many
     * @throws DeviceException if the device broke the rules; it has been stopped then
     */
    int drain(Consumer<Frame> consumer) {
        int frames = 0;
        try {
            while (frames < queue.size()) {
                int descriptor = queue.take();
                if (descriptor == Virtqueue.NONE) {
                    break;
                }
                Frame frame = receive(reclaim(descriptor), queue.usedLength());
                if (frame != null) {
                    consumer.accept(frame);
                }
                frames++;
            }
        } catch (DeviceException violation) {
            throw device.stop(violation);
        }
        if (queue.freeDescriptors() > 0) {
            refill();
        }
        return frames;
    }

    private Buffer reclaim(int descriptor) {
        Buffer buffer = Objects.requireNonNull(posted[descriptor]);
        posted[descriptor] = null;
        return buffer;
    }

    private @Nullable Frame receive(Buffer first, int written) {
        if (written < NetHeader.BYTES) {
            throw new DeviceException(device + " received " + written + " bytes, less than its own header");
        }
        int buffers = mergeable ? NetHeader.bufferCount(first.memory) : 1;
        if (buffers == 1) {
            first.handOut(written - NetHeader.BYTES, checksums && NetHeader.isChecksumValidated(first.memory));
            return first;
        }
        if (buffers == 0 || buffers > queue.size()) {
            throw new DeviceException(
                    device + " received a frame in " + buffers + " buffers; the queue has " + queue.size());
        }
        return merge(first, written, buffers);
    }

    /** Copies the parts of a frame together; null if all assembled frames are in use, then the frame is lost. */
    private @Nullable Frame merge(Buffer first, int written, int buffers) {
        Merged whole = takeMerged();
        int length = append(whole, 0, first, NetHeader.BYTES, written - NetHeader.BYTES);
        boolean validated = checksums && NetHeader.isChecksumValidated(first.memory);
        putBack(first);
        for (int i = 1; i < buffers; i++) {
            int descriptor = queue.take();
            if (descriptor == Virtqueue.NONE) {
                throw new DeviceException(
                        device + " announced a frame in " + buffers + " buffers but returned only " + i);
            }
            Buffer part = reclaim(descriptor);
            length = append(whole, length, part, 0, queue.usedLength());
            putBack(part);
        }
        if (whole == null) {
            return null;
        }
        whole.handOut(length, validated);
        return whole;
    }

    private int append(@Nullable Merged whole, int length, Buffer part, int from, int bytes) {
        if (length + bytes > LARGEST_FRAME) {
            throw new DeviceException(device + " received a frame of more than " + LARGEST_FRAME + " bytes");
        }
        if (whole != null) {
            part.memory.get(from, whole.bytes, length, bytes);
        }
        return length + bytes;
    }

    private @Nullable Merged takeMerged() {
        synchronized (lock) {
            if (idleMergedCount > 0) {
                return idleMerged[--idleMergedCount];
            }
            if (mergedCount == MERGED_FRAMES) {
                return null;
            }
            try {
                Merged merged = new Merged(device.allocateHeap(LARGEST_FRAME));
                mergedCount++;
                return merged;
            } catch (OutOfMemoryError e) {
                return null; // one frame is lost, and the rest of its parts still taken
            }
        }
    }

    private void putBack(Buffer buffer) {
        boolean wake;
        synchronized (lock) {
            idle[idleCount++] = buffer;
            wake = starved;
            starved = false;
        }
        if (wake) {
            device.transport().wake();
        }
    }

    /**
     * Asks for an interrupt at the next received frame.
     *
     * @return false if one is there already: drain before waiting
     */
    boolean enableInterrupts() {
        return queue.enableInterrupts(1);
    }

    void disableInterrupts() {
        queue.disableInterrupts();
    }

    boolean hasUsed() {
        return queue.hasUsed();
    }

    /** One buffer of the device's, and the frame in it. */
    private final class Buffer extends Frame {
        private final RawMemory memory;
        private final long physicalAddress;

        Buffer(RawMemory memory, long physicalAddress) {
            super(memory.asByteBuffer().order(ByteOrder.BIG_ENDIAN));
            this.memory = memory;
            this.physicalAddress = physicalAddress;
        }

        void handOut(int length, boolean validated) {
            acquire(NetHeader.BYTES, length);
            if (validated) {
                markChecksumValidated();
            }
        }

        @Override
        protected void recycle() {
            putBack(this);
        }
    }

    /** A frame copied together from several buffers, in heap memory. */
    private final class Merged extends Frame {
        private final byte[] bytes;

        Merged(byte[] bytes) {
            super(ByteBuffer.wrap(bytes));
            this.bytes = bytes;
        }

        void handOut(int length, boolean validated) {
            acquire(0, length);
            if (validated) {
                markChecksumValidated();
            }
        }

        @Override
        protected void recycle() {
            synchronized (lock) {
                idleMerged[idleMergedCount++] = this;
            }
        }
    }
}
