package dev.ristretto.kernel.device.virtio;

import dev.ristretto.kernel.machine.memory.DmaMemory;
import dev.ristretto.kernel.machine.memory.RawMemory;

/**
 * The driver's side of a split virtqueue (virtio 1.2 section 2.7). A buffer has one descriptor, or a chain of them, the
 * first of which stands for the buffer.
 *
 * <p>A buffer belongs to the device from {@code add} until {@link #take} returns its descriptor, and to the driver at
 * all other times. What the driver must rely on (free descriptors, buffers in flight, their lengths) is kept on the
 * Java heap: nothing the driver wrote to shared memory is ever read back, and what the device wrote is checked.
 *
 * <p>Indices run freely modulo 2^16 as the specification wants. Not thread-safe: one thread drives a queue.
 */
public final class Virtqueue {
    /** Returned by {@link #take} when no buffer has come back. */
    public static final int NONE = -1;

    private static final int USED_ELEMENT_BYTES = 8;
    private static final int RING_HEADER_BYTES = 4;
    private static final int MAXIMUM_SIZE = 1 << 15;

    private static final short AVAILABLE_NO_INTERRUPT = 1;
    private static final short USED_NO_NOTIFY = 1;

    private final String name;
    private final int size;
    private final boolean eventIndex;
    private final RawMemory memory;
    private final long physicalAddress;
    private final int availableOffset;
    private final int usedOffset;

    private final DescriptorTable descriptors;

    /** Whether the device owns the buffer that starts with a descriptor. */
    private final boolean[] inFlight;

    /** How many bytes the device may write to the buffer that starts with a descriptor. */
    private final int[] writableBytes;

    /** The available index at which a buffer was added, to tell those that are not published yet. */
    private final short[] addedAt;

    private int availableIndex;
    private int publishedIndex;
    private int usedIndex;
    private int usedLength;

    /**
     * An empty queue.
     *
     * @param name for error messages, for example {@code "virtio-net receive queue"}
     * @param size number of descriptors, a power of two, at most what the device supports
     * @param memory zeroed memory of at least {@link #bytes} for that size
     * @param eventIndex whether VIRTIO_F_EVENT_IDX was negotiated
     */
    Virtqueue(String name, int size, DmaMemory memory, boolean eventIndex) {
        if (size <= 0 || size > MAXIMUM_SIZE || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException(
                    name + ": size " + size + " is not a power of two up to " + MAXIMUM_SIZE);
        }
        this.name = name;
        this.size = size;
        this.eventIndex = eventIndex;
        this.memory = memory.memory().slice(0, bytes(size));
        this.physicalAddress = memory.physicalAddress();
        this.availableOffset = availableOffset(size);
        this.usedOffset = usedOffset(size);
        this.inFlight = new boolean[size];
        this.writableBytes = new int[size];
        this.addedAt = new short[size];
        this.descriptors = new DescriptorTable(size, this.memory.slice(0, availableOffset));
    }

    /** Bytes of physically contiguous memory for a queue: descriptor table, available ring, used ring. */
    static int bytes(int size) {
        return usedOffset(size) + RING_HEADER_BYTES + size * USED_ELEMENT_BYTES + 2;
    }

    private static int availableOffset(int size) {
        return DescriptorTable.bytes(size);
    }

    private static int usedOffset(int size) {
        int end = availableOffset(size) + RING_HEADER_BYTES + size * 2 + 2;
        return (end + 3) & -4;
    }

    public int size() {
        return size;
    }

    /** Physical address of the descriptor table. */
    long descriptorAddress() {
        return physicalAddress;
    }

    /** Physical address of the available ring, which the driver writes. */
    long availableAddress() {
        return physicalAddress + availableOffset;
    }

    /** Physical address of the used ring, which the device writes. */
    long usedAddress() {
        return physicalAddress + usedOffset;
    }

    /** How many descriptors are free: a buffer takes one, a chain as many as it has pieces. */
    public int freeDescriptors() {
        return descriptors.freeCount();
    }

    /** How many buffers the device owns or will own with the next {@link #publish}. */
    public int inFlight() {
        return descriptors.buffers();
    }

    /**
     * Hands a buffer to the device; the device learns of it with the next {@link #publish} (section 2.7.13.1 and 2).
     *
     * @return its descriptor, by which {@link #take} names it
     * @throws IllegalStateException if no descriptor is free: ask {@link #freeDescriptors} first
     */
    public int add(long bufferAddress, int length, boolean deviceWritable) {
        if (descriptors.freeCount() == 0) {
            throw new IllegalStateException(name + ": all " + size + " descriptors are in use");
        }
        int descriptor = descriptors.add(bufferAddress, length, deviceWritable);
        offer(descriptor, deviceWritable ? length : 0);
        return descriptor;
    }

    /**
     * Hands a buffer of several pieces to the device, as {@link #add(long, int, boolean)} does one.
     *
     * @return the first of its descriptors, by which {@link #take} names it
     * @throws IllegalStateException if too few descriptors are free, or the chain is empty
     */
    public int add(DescriptorChain chain) {
        int count = chain.size();
        if (count == 0 || count > descriptors.freeCount()) {
            throw new IllegalStateException(name + ": a chain of " + count + " descriptors, of which "
                    + descriptors.freeCount() + " of " + size + " are free");
        }
        int head = descriptors.add(chain);
        offer(head, chain.writableBytes());
        return head;
    }

    /** Puts a buffer into the available ring (section 2.7.13.2). */
    private void offer(int head, int writable) {
        inFlight[head] = true;
        writableBytes[head] = writable;
        addedAt[head] = (short) availableIndex;
        memory.putShort(availableOffset + RING_HEADER_BYTES + 2L * (availableIndex & size - 1), (short) head);
        availableIndex = availableIndex + 1 & 0xffff;
    }

    /**
     * Shows the device all buffers added so far (section 2.7.13.3).
     *
     * @return whether the device must be notified (section 2.7.13.4 and, with the event index, 2.7.10)
     */
    public boolean publish() {
        int old = publishedIndex;
        if (availableIndex == old) {
            return false;
        }
        publishedIndex = availableIndex;
        memory.putShortVolatile(availableOffset + 2L, (short) availableIndex);
        RawMemory.fullFence(); // the device must see the index before we look whether it sleeps
        if (eventIndex) {
            int event = memory.getShortVolatile(usedOffset + RING_HEADER_BYTES + (long) size * USED_ELEMENT_BYTES);
            return passes(event, availableIndex, old);
        }
        return (memory.getShortVolatile(usedOffset) & USED_NO_NOTIFY) == 0;
    }

    /** Whether moving an index from {@code old} to {@code current} steps over {@code event} (section 2.7.10.1). */
    static boolean passes(int event, int current, int old) {
        return (current - event - 1 & 0xffff) < (current - old & 0xffff);
    }

    /**
     * Takes back one buffer the device is done with (section 2.7.14).
     *
     * @return its first descriptor, free from now on like the others, or {@link #NONE}; {@link #usedLength} tells how
     *     much was written to it
     * @throws DeviceException if the device returned what it did not own or claims to have written too much
     */
    public int take() {
        int deviceIndex = memory.getShortVolatile(usedOffset + 2L) & 0xffff;
        int waiting = deviceIndex - usedIndex & 0xffff;
        if (waiting == 0) {
            return NONE;
        }
        int owned = inFlight() - unpublished();
        if (waiting > owned) {
            throw new DeviceException(name + ": the device returned " + waiting + " buffers but owns only " + owned);
        }
        long at = usedOffset + RING_HEADER_BYTES + (long) (usedIndex & size - 1) * USED_ELEMENT_BYTES;
        int descriptor = memory.getIntVolatile(at);
        int length = memory.getIntVolatile(at + 4);
        if (descriptor < 0 || descriptor >= size || !isDeviceOwned(descriptor)) {
            throw new DeviceException(name + ": the device returned descriptor " + Integer.toUnsignedString(descriptor)
                    + ", which it does not own (queue size " + size + ")");
        }
        int writable = writableBytes[descriptor];
        if (writable != 0 && (length < 0 || length > writable)) {
            throw new DeviceException(name + ": the device claims to have written " + Integer.toUnsignedString(length)
                    + " bytes to a buffer of " + writable);
        }
        usedIndex = usedIndex + 1 & 0xffff;
        usedLength = writable == 0 ? 0 : length;
        inFlight[descriptor] = false;
        descriptors.free(descriptor);
        return descriptor;
    }

    private int unpublished() {
        return availableIndex - publishedIndex & 0xffff;
    }

    private boolean isDeviceOwned(int descriptor) {
        return inFlight[descriptor] && (addedAt[descriptor] - publishedIndex & 0xffff) >= unpublished();
    }

    /** Bytes the device wrote to the buffer that {@link #take} returned last, never more than the buffer holds. */
    public int usedLength() {
        return usedLength;
    }

    /** Whether {@link #take} would find something. */
    public boolean hasUsed() {
        return (memory.getShortVolatile(usedOffset + 2L) & 0xffff) != usedIndex;
    }

    /**
     * Asks the device not to interrupt. A hint: an interrupt may still come (section 2.7.7).
     *
     * <p>With the event index nothing need be written: the event of the last {@link #enableInterrupts} stays behind
     * the used index and is not passed again for 2^16 buffers.
     */
    public void disableInterrupts() {
        if (!eventIndex) {
            memory.putShortVolatile(availableOffset, AVAILABLE_NO_INTERRUPT);
        }
    }

    /**
     * Asks for an interrupt as soon as {@code buffers} more buffers have come back (without the event index: one).
     *
     * @param buffers 1 to {@link #inFlight}, 1 if nothing is in flight
     * @return false if they came back meanwhile, perhaps without an interrupt: look again before waiting
     */
    public boolean enableInterrupts(int buffers) {
        if (eventIndex) {
            int event = usedIndex + buffers - 1 & 0xffff;
            memory.putShortVolatile(availableOffset + RING_HEADER_BYTES + 2L * size, (short) event);
        } else {
            memory.putShortVolatile(availableOffset, (short) 0);
        }
        RawMemory.fullFence(); // the device must see the request before we look for what it missed
        int waiting = (memory.getShortVolatile(usedOffset + 2L) & 0xffff) - usedIndex & 0xffff;
        return eventIndex ? waiting < buffers : waiting == 0;
    }
}
