package dev.ristretto.kernel.device.virtio;

import dev.ristretto.kernel.machine.memory.RawMemory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The device's side of a split virtqueue, written from virtio 1.2 section 2.7 independently of the driver's.
 *
 * <p>It sleeps and wakes by the rules: {@link #sleep} asks for a notification, {@link #publish} tells whether the
 * driver wants an interrupt. It can also break the rules on request.
 */
public final class SimulatedQueue {
    /** A buffer the driver has handed over, of one piece or several, by its first descriptor. */
    public record Chain(int id, List<Buffer> buffers) {
        public Chain {
            buffers = List.copyOf(buffers);
        }
    }

    /** One piece of a buffer that the driver has handed over. */
    public record Buffer(int id, RawMemory memory, boolean writable) {
        public int length() {
            return (int) memory.size();
        }
    }

    private final SimulatedMemory memory;
    private final RawMemory descriptors;
    private final RawMemory available;
    private final RawMemory used;
    private final int size;
    private final boolean eventIndex;
    private final Set<Integer> owned = new HashSet<>();
    private int availableIndex;
    private int usedIndex;
    private int publishedIndex;

    SimulatedQueue(SimulatedMemory memory, Virtqueue queue, boolean eventIndex) {
        this.memory = memory;
        this.size = queue.size();
        this.eventIndex = eventIndex;
        assertAligned(queue.descriptorAddress(), 16);
        assertAligned(queue.availableAddress(), 2);
        assertAligned(queue.usedAddress(), 4);
        descriptors = memory.at(queue.descriptorAddress(), 16L * size);
        available = memory.at(queue.availableAddress(), 6 + 2L * size);
        used = memory.at(queue.usedAddress(), 6 + 8L * size);
    }

    private static void assertAligned(long address, int alignment) {
        if (address % alignment != 0) {
            throw new AssertionError("0x" + Long.toHexString(address) + " is not aligned to " + alignment);
        }
    }

    public boolean hasAvailable() {
        return (available.getShortVolatile(2) & 0xffff) != availableIndex;
    }

    public int size() {
        return size;
    }

    int ownedCount() {
        return owned.size();
    }

    /** The next buffer the driver made available, which there must be. */
    public Buffer take() {
        return Objects.requireNonNull(pop(), "the driver has made no buffer available");
    }

    /** The next buffer the driver made available, or null; it must have one piece. */
    public @Nullable Buffer pop() {
        Chain chain = popChain();
        if (chain == null) {
            return null;
        }
        if (chain.buffers().size() != 1) {
            throw new AssertionError(
                    "the driver made a chain of " + chain.buffers().size() + " pieces available");
        }
        return chain.buffers().getFirst();
    }

    /** The next buffer the driver made available, of one or several pieces, or null. */
    public @Nullable Chain popChain() {
        int driverIndex = available.getShortVolatile(2) & 0xffff;
        if (driverIndex == availableIndex) {
            return null;
        }
        if ((driverIndex - availableIndex & 0xffff) > size) {
            throw new AssertionError("the driver made more buffers available than the queue has");
        }
        int head = available.getShort(4 + 2L * (availableIndex % size)) & 0xffff;
        availableIndex = availableIndex + 1 & 0xffff;
        List<Buffer> buffers = new ArrayList<>();
        for (int id = head; ; id = descriptors.getShort(16L * id + 14) & 0xffff) {
            if (id >= size || !owned.add(id)) {
                throw new AssertionError("the driver gave away descriptor " + id + " which the device owns already");
            }
            int flags = descriptors.getShort(16L * id + 12) & 0xffff;
            if ((flags & ~3) != 0) {
                throw new AssertionError("unexpected descriptor flags " + flags);
            }
            boolean writable = (flags & 2) != 0;
            if (!writable && !buffers.isEmpty() && buffers.getLast().writable()) {
                throw new AssertionError("descriptor " + id + " is to be read, behind one to be written");
            }
            RawMemory buffer = memory.at(descriptors.getLong(16L * id), descriptors.getInt(16L * id + 8));
            buffers.add(new Buffer(id, buffer, writable));
            if ((flags & 1) == 0) {
                return new Chain(head, buffers);
            }
        }
    }

    /** Returns a buffer; the driver sees it after {@link #publish}. */
    public void complete(Buffer buffer, int written) {
        if (!owned.remove(buffer.id())) {
            throw new AssertionError("the test returned a buffer the device does not own");
        }
        completeRaw(buffer.id(), written);
    }

    /** Returns a buffer of several pieces; the driver sees it after {@link #publish}. */
    public void complete(Chain chain, int written) {
        for (Buffer buffer : chain.buffers()) {
            if (!owned.remove(buffer.id())) {
                throw new AssertionError("the test returned a chain the device does not own");
            }
        }
        completeRaw(chain.id(), written);
    }

    /** Writes any used element, also a forbidden one. */
    public void completeRaw(int id, int written) {
        long at = 4 + 8L * (usedIndex % size);
        used.putInt(at, id);
        used.putInt(at + 4, written);
        usedIndex = usedIndex + 1 & 0xffff;
    }

    /** Moves the used index without used elements. */
    public void skipUsed(int elements) {
        usedIndex = usedIndex + elements & 0xffff;
    }

    /** Shows the completed buffers to the driver; whether it wants an interrupt for them. */
    public boolean publish() {
        int old = publishedIndex;
        publishedIndex = usedIndex;
        if (usedIndex == old) {
            return false;
        }
        used.putShortVolatile(2, (short) usedIndex);
        RawMemory.fullFence();
        if (eventIndex) {
            int event = available.getShortVolatile(4 + 2L * size) & 0xffff;
            // Section 2.7.7.1 in other words than the driver's: is the event's index among those just used?
            for (int i = old; i != usedIndex; i = i + 1 & 0xffff) {
                if (i == event) {
                    return true;
                }
            }
            return false;
        }
        return (available.getShortVolatile(0) & 1) == 0;
    }

    /** Asks for a notification; false if buffers came meanwhile and the device must go on. */
    public boolean sleep() {
        if (eventIndex) {
            used.putShortVolatile(4 + 8L * size, (short) availableIndex);
        } else {
            used.putShortVolatile(0, (short) 0);
        }
        RawMemory.fullFence();
        return !hasAvailable();
    }

    /** Asks not to be notified. */
    public void stayAwake() {
        if (!eventIndex) {
            used.putShortVolatile(0, (short) 1);
        }
    }
}
