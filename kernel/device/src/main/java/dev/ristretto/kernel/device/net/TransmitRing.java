package dev.ristretto.kernel.device.net;

import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.device.virtio.VirtioDevice;
import dev.ristretto.kernel.device.virtio.Virtqueue;
import dev.ristretto.kernel.machine.memory.DmaMemory;
import dev.ristretto.kernel.machine.memory.RawMemory;
import dev.ristretto.kernel.network.link.Frame;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a network card: frames from two bounded pools, one for frames of the wire's size and one for
 * frames that the device cuts into segments. Memory is allocated as traffic needs it and then kept.
 *
 * <p>Completed frames are taken back when memory runs short, not by interrupt; only a caller that found none left asks
 * for an interrupt. Such a caller is owed an announcement, also if others found space before it. Called under the
 * network stack's lock, except {@link #hasSpaceForWaiter} and {@link #takeSpaceForWaiter}.
 */
final class TransmitRing {
    /** The largest frame whose buffer, with the header, fills 64 KiB. */
    static final int LARGEST_SEGMENTED_FRAME = (64 << 10) - NetHeader.BYTES;

    private static final int SMALL_BYTES = 2048;
    private static final int LARGE_BYTES = 64 << 10;
    private static final int BLOCK_BYTES = 32 << 10;
    /** Frames of either kind, however many descriptors the device has. */
    static final int MOST_FRAMES = 128;

    private static final int MOST_LARGE = 16;
    private static final int FIRST_LARGE = 2;

    private final VirtioDevice device;
    private final Virtqueue queue;
    private final int index;
    private final int mostFrames;
    private final int mostLarge;

    /** The frame the device owns through a descriptor. */
    private final @Nullable Buffer[] sent;

    private @Nullable Buffer freeSmall;
    private @Nullable Buffer freeLarge;
    private int smallCount;
    private int largeCount;

    /** Memory of which not all has become frames, and how many bytes have. */
    private @Nullable DmaMemory smallBlock;

    private int smallBlockUsed;

    /** Memory that has not become a frame. */
    private @Nullable DmaMemory largeBlock;

    /** Frames that are out of the pools: with the stack or with the device. Never more than {@link #mostFrames}. */
    private int outstanding;

    /** Set when {@link #allocate} found nothing, until its caller is told of space. */
    private volatile boolean waiting;

    /** Set when a frame has come back while somebody waits. */
    private volatile boolean returned;

    private boolean interruptsEnabled;

    /**
     * @param segmentation whether the device cuts large frames
     * @throws IllegalStateException if there is no memory for the first frames
     */
    TransmitRing(VirtioDevice device, Virtqueue queue, int index, boolean segmentation) {
        this.device = device;
        this.queue = queue;
        this.index = index;
        this.sent = new @Nullable Buffer[queue.size()];
        this.mostFrames = Math.min(queue.size(), MOST_FRAMES);
        this.mostLarge = segmentation ? MOST_LARGE : 0;
        growSmall();
        // Contiguous memory is scarce later on, and a sender must never wait for a frame that cannot exist.
        for (int i = 0; i < Math.min(FIRST_LARGE, mostLarge); i++) {
            growLarge();
        }
        queue.disableInterrupts();
    }

    /** See {@link dev.ristretto.kernel.network.link.Link#allocate}. */
    @Nullable
    Frame allocate(int size) {
        boolean large = size > SMALL_BYTES - NetHeader.BYTES;
        if (size > (mostLarge > 0 ? LARGEST_SEGMENTED_FRAME : SMALL_BYTES - NetHeader.BYTES)) {
            return null;
        }
        Buffer buffer = take(large);
        if (buffer == null && !device.isStopped()) {
            returned = false;
            waiting = true;
            interruptsEnabled = true;
            if (!queue.enableInterrupts(Math.max(1, queue.inFlight() / 2))) {
                buffer = take(large); // completed meanwhile, and no interrupt will tell
            }
        }
        if (buffer == null) {
            return null;
        }
        if (interruptsEnabled && !waiting) {
            interruptsEnabled = false;
            queue.disableInterrupts();
        }
        outstanding++;
        buffer.handOut(size);
        return buffer;
    }

    private @Nullable Buffer take(boolean large) {
        if (isEmpty(large)) {
            reclaim();
            if (isEmpty(large)) {
                grow(large);
            }
        }
        if (isEmpty(large)) {
            return null;
        }
        Buffer buffer = Objects.requireNonNull(large ? freeLarge : freeSmall);
        if (large) {
            freeLarge = buffer.nextFree;
        } else {
            freeSmall = buffer.nextFree;
        }
        buffer.nextFree = null;
        return buffer;
    }

    private boolean isEmpty(boolean large) {
        return outstanding == mostFrames || (large ? freeLarge : freeSmall) == null;
    }

    private void grow(boolean large) {
        try {
            if (large && largeCount < mostLarge) {
                growLarge();
            } else if (!large && smallCount < mostFrames) {
                growSmall();
            }
        } catch (IllegalStateException outOfMemory) {
            // The frames there are must do; they come back when the device has sent them.
        }
    }

    /** Adds a frame. Memory of the device that there is no Java memory to make a frame of stays for the next time. */
    private void growSmall() {
        DmaMemory block = smallBlock;
        if (block == null) {
            block = device.allocate(Math.min(BLOCK_BYTES, (mostFrames - smallCount) * SMALL_BYTES));
            smallBlock = block;
            smallBlockUsed = 0;
        }
        RawMemory memory = block.memory().slice(smallBlockUsed, SMALL_BYTES);
        putBack(new Buffer(memory, block.physicalAddress() + smallBlockUsed));
        smallCount++;
        smallBlockUsed += SMALL_BYTES;
        if (smallBlockUsed + SMALL_BYTES > block.memory().size() || smallCount == mostFrames) {
            smallBlock = null;
        }
    }

    private void growLarge() {
        DmaMemory block = largeBlock;
        if (block == null) {
            block = device.allocate(LARGE_BYTES);
            largeBlock = block;
        }
        putBack(new Buffer(block.memory().slice(0, LARGE_BYTES), block.physicalAddress()));
        largeBlock = null;
        largeCount++;
    }

    private void putBack(Buffer buffer) {
        if (buffer.memory.size() == LARGE_BYTES) {
            buffer.nextFree = freeLarge;
            freeLarge = buffer;
        } else {
            buffer.nextFree = freeSmall;
            freeSmall = buffer;
        }
    }

    /** Takes back what the device has sent; a device that breaks the rules is stopped. */
    private void reclaim() {
        if (device.isStopped()) {
            return;
        }
        try {
            for (int descriptor = queue.take(); descriptor != Virtqueue.NONE; descriptor = queue.take()) {
                Buffer buffer = Objects.requireNonNull(sent[descriptor]);
                sent[descriptor] = null;
                buffer.release();
            }
        } catch (DeviceException violation) {
            device.stop(violation); // the draining thread reports it
        }
    }

    /** Queues a frame of {@link #allocate}; the device learns of it at the next {@link #flush}. */
    void transmit(Frame frame) {
        Buffer buffer = (Buffer) frame;
        if (device.isStopped()) {
            buffer.release();
            return;
        }
        NetHeader.write(buffer.memory, buffer);
        sent[queue.add(buffer.physicalAddress, NetHeader.BYTES + buffer.length(), false)] = buffer;
    }

    /** Shows the device what was queued, with one notification for all of it. */
    void flush() {
        if (queue.publish() && !device.isStopped()) {
            device.transport().notifyQueue(index);
        }
    }

    /** Whether a caller of {@link #allocate} waits and may now find space. Callable without the lock. */
    boolean hasSpaceForWaiter() {
        return waiting && (returned || queue.hasUsed() || queue.inFlight() == 0);
    }

    /** {@link #hasSpaceForWaiter}, and whoever asks now tells them all. Callable without the lock. */
    boolean takeSpaceForWaiter() {
        boolean space = hasSpaceForWaiter();
        if (space) {
            waiting = false;
        }
        return space;
    }

    /** A frame and its buffer, with room for the header in front. */
    private final class Buffer extends Frame {
        private final RawMemory memory;
        private final long physicalAddress;
        private @Nullable Buffer nextFree;

        Buffer(RawMemory memory, long physicalAddress) {
            super(memory.asByteBuffer().order(ByteOrder.BIG_ENDIAN));
            this.memory = memory;
            this.physicalAddress = physicalAddress;
        }

        void handOut(int size) {
            acquire(NetHeader.BYTES, size);
        }

        @Override
        protected void recycle() {
            outstanding--;
            putBack(this);
            returned = true;
        }
    }
}
