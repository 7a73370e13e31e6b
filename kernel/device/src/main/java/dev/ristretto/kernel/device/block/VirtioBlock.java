package dev.ristretto.kernel.device.block;

import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.device.virtio.Transport;
import dev.ristretto.kernel.device.virtio.VirtioDevice;
import dev.ristretto.kernel.filesystem.block.BlockDevice;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A virtio disk (virtio 1.2 section 5.2), through one queue.
 *
 * <p>Buffers are copied to and from memory that is shared with the device, so they may be anywhere; a long read or
 * write has several requests in flight. What was written is safe after {@link #flush}, or at once where the device does
 * not negotiate one (section 5.2.6.2). Safe for use by several threads; those that wait do not hold up each other, and
 * interrupting a thread does not end its request.
 *
 * <p>A request that the device fails or does not support is a {@link BlockFault} of the medium. A device that broke the
 * rules or says that it needs a reset is stopped, and gone for that request and all later ones.
 */
public final class VirtioBlock implements BlockDevice {
    /** Section 5.2.1. */
    public static final int DEVICE_TYPE = 2;

    // Feature bits, section 5.2.3.
    static final long SIZE_MAX = 1 << 1;
    static final long SEG_MAX = 1 << 2;
    static final long READ_ONLY = 1 << 5;
    static final long BLOCK_SIZE = 1 << 6;
    static final long FLUSH = 1 << 9;
    static final long DISCARD = 1 << 13;

    private static final long USED =
            SIZE_MAX | SEG_MAX | READ_ONLY | BLOCK_SIZE | FLUSH | DISCARD | VirtioDevice.EVENT_INDEX;

    private static final int SERIAL_BYTES = 20;

    /** A sector, a number of sectors and no flags (section 5.2.6). */
    private static final int DISCARD_SEGMENT_BYTES = 16;

    private static final int NO_PLACE = -1;

    private final VirtioDevice device;
    private final BlockConfiguration configuration;
    private final RequestQueue requests;
    private final SlotPool slots;
    private final String serial;

    private VirtioBlock(VirtioDevice device) {
        this.device = device;
        device.acceptFeatures(device.offeredFeatures() & USED);
        configuration = BlockConfiguration.read(device);
        requests = new RequestQueue(device, configuration);
        slots = requests.slots();
        device.start();
        serial = identify();
    }

    /**
     * Starts a disk and asks for its serial number; blocks until it has answered.
     *
     * @throws DeviceException if it cannot be used
     */
    public static VirtioBlock start(Transport transport, VirtioDevice.Allocator allocator) {
        VirtioDevice device = new VirtioDevice("virtio-blk", transport, allocator);
        try {
            return new VirtioBlock(device);
        } catch (DeviceException unusable) {
            throw device.stop(unusable);
        } catch (IllegalStateException outOfMemory) {
            throw device.stop(device + ": " + outOfMemory.getMessage());
        }
    }

    /** What the device says it is, in ASCII and padded with zeros; empty if it says nothing. */
    private String identify() {
        RequestSlot slot = slots.acquire();
        try {
            requests.submit(slot, RequestType.IDENTIFY, 0, SERIAL_BYTES);
            StringBuilder text = new StringBuilder();
            if (requests.await(slot) == RequestQueue.STATUS_OK) {
                for (int i = 0; i < SERIAL_BYTES && slot.bytes().get(i) != 0; i++) {
                    byte letter = slot.bytes().get(i);
                    text.append(letter >= ' ' && letter < 0x7f ? (char) letter : '?');
                }
            }
            return text.toString().strip();
        } finally {
            slots.release(slot);
        }
    }

    /** The serial number that the host has given the disk, at most 20 printable characters; empty if it has not. */
    public String serial() {
        return serial;
    }

    @Override
    public long size() {
        return configuration.size();
    }

    @Override
    public boolean readOnly() {
        return device.has(READ_ONLY);
    }

    @Override
    public void read(long position, ByteBuffer target) throws BlockFault {
        check(position, target.remaining());
        if (target.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        transfer(RequestType.READ, position, target);
    }

    @Override
    public void write(long position, ByteBuffer source) throws BlockFault {
        check(position, source.remaining());
        if (readOnly()) {
            throw new BlockFault(BlockFault.Cause.READ_ONLY, position, null);
        }
        transfer(RequestType.WRITE, position, source);
    }

    @Override
    public void flush() throws BlockFault {
        if (device.has(FLUSH)) {
            request(RequestType.FLUSH, NO_PLACE, 0, 0);
        } else {
            checkPresent(NO_PLACE);
        }
    }

    @Override
    public void discard(long position, long length) throws BlockFault {
        check(position, length);
        checkPresent(position);
        if (readOnly() || configuration.discardBytes() == 0) {
            return;
        }
        for (long at = position; at < position + length; ) {
            long count = Math.min(configuration.discardBytes(), position + length - at);
            request(RequestType.DISCARD, at, count, DISCARD_SEGMENT_BYTES);
            at += count;
        }
    }

    private void check(long position, long length) throws BlockFault {
        if (position % SECTOR != 0 || length % SECTOR != 0) {
            throw new IllegalArgumentException(
                    length + " bytes at byte " + position + " are no sectors of " + SECTOR + " bytes");
        }
        requireInside(position, length);
    }

    private void checkPresent(long position) throws BlockFault {
        try {
            device.checkRunning();
        } catch (DeviceException gone) {
            throw new BlockFault(BlockFault.Cause.GONE, position, gone);
        }
    }

    /** A request alone, whose data is not the caller's. */
    private void request(RequestType type, long position, long length, int dataBytes) throws BlockFault {
        Deque<RequestSlot> inFlight = new ArrayDeque<>();
        try {
            RequestSlot slot = slots.acquire();
            inFlight.add(slot);
            slot.setPlace(position, 0);
            if (type == RequestType.DISCARD) {
                slot.bytes().putLong(0, position / SECTOR);
                slot.bytes().putInt(8, (int) (length / SECTOR));
                slot.bytes().putInt(12, 0);
            }
            requests.submit(slot, type, 0, dataBytes);
            finish(slot, type);
        } catch (DeviceException gone) {
            throw new BlockFault(BlockFault.Cause.GONE, position, gone);
        } finally {
            recall(inFlight);
        }
    }

    /** All of a buffer, in as many requests as it takes; answers are taken in the order of the requests. */
    private void transfer(RequestType type, long position, ByteBuffer buffer) throws BlockFault {
        int start = buffer.position();
        int length = buffer.remaining();
        int submitted = 0;
        Deque<RequestSlot> inFlight = new ArrayDeque<>();
        try {
            device.checkRunning();
            while (submitted < length || !inFlight.isEmpty()) {
                RequestSlot slot =
                        submitted == length ? null : inFlight.isEmpty() ? slots.acquire() : slots.tryAcquire();
                if (slot == null) {
                    slot = inFlight.getFirst();
                    finish(slot, type);
                    if (type == RequestType.READ) {
                        buffer.put(start + (int) (slot.position() - position), slot.bytes(), 0, slot.length());
                    }
                    slots.release(inFlight.removeFirst());
                } else {
                    inFlight.add(slot);
                    int count = Math.min(requests.dataBytes(), length - submitted);
                    slot.setPlace(position + submitted, count);
                    if (type == RequestType.WRITE) {
                        slot.bytes().put(0, buffer, start + submitted, count);
                    }
                    requests.submit(slot, type, slot.position() / SECTOR, count);
                    submitted += count;
                }
            }
        } catch (DeviceException gone) {
            throw new BlockFault(BlockFault.Cause.GONE, position, gone);
        } finally {
            recall(inFlight);
        }
        buffer.position(start + length);
    }

    private void finish(RequestSlot slot, RequestType type) throws BlockFault {
        int status = requests.await(slot);
        if (status != RequestQueue.STATUS_OK) {
            String what =
                    status == RequestQueue.STATUS_UNSUPPORTED ? " does not support " : " reports an I/O error for ";
            throw new BlockFault(BlockFault.Cause.MEDIUM, slot.position(), new DeviceException(device + what + type));
        }
    }

    /**
     * Gives back the slots of a request that has ended early, as soon as the device has answered: a write that failed
     * must not reach the disk behind the next one.
     */
    private void recall(Deque<RequestSlot> inFlight) {
        for (RequestSlot slot : inFlight) {
            try {
                var _ = requests.await(slot);
            } catch (DeviceException gone) {
                // The slot is never used again.
            }
            slots.release(slot);
        }
    }

    /** What the disk is and where, and what it can do. */
    @Override
    public String toString() {
        return device + " (" + (serial.isEmpty() ? "" : "serial " + serial + ", ") + size() + " bytes"
                + (configuration.blockSize() == SECTOR
                        ? ""
                        : ", blocks of " + Integer.toUnsignedString(configuration.blockSize()))
                + (readOnly() ? ", read-only" : "")
                + (device.has(FLUSH) ? ", flush" : "")
                + (configuration.discardBytes() > 0 ? ", discard" : "")
                + (device.has(VirtioDevice.EVENT_INDEX) ? ", event index" : "") + ")";
    }
}
