package dev.ristretto.kernel.device.folder;

import dev.ristretto.kernel.device.virtio.DescriptorChain;
import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.device.virtio.Transport;
import dev.ristretto.kernel.device.virtio.VirtioDevice;
import dev.ristretto.kernel.device.virtio.Virtqueue;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.ninep.NinePTransport;
import dev.ristretto.kernel.machine.memory.DmaMemory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A folder of the host behind a virtio device, as the Linux kernel's 9pnet_virtio drives it: virtio 1.2 has its number
 * (section 5) and no more. A request and room for its reply are one buffer of the only queue. Used by one thread at a
 * time; interrupting a thread does not end its request.
 */
public final class VirtioFolder implements NinePTransport {
    /** Section 5: 9P transport. */
    public static final int DEVICE_TYPE = 9;

    /** VIRTIO_9P_MOUNT_TAG: the configuration has a name, its length in two bytes before it. */
    static final long MOUNT_TAG = 1;

    static final int QUEUE = 0;

    /** Bytes of a message. */
    static final int LARGEST = 64 << 10;

    private static final int LONGEST_TAG = 255;

    /** A device that is broken need not interrupt any more, so it is looked at from time to time. */
    private static final long LOOK_NANOS = 1_000_000_000L;

    private final VirtioDevice device;
    private final Virtqueue queue;
    private final DmaMemory request;
    private final DmaMemory reply;
    private final ByteBuffer requestBytes;
    private final DescriptorChain chain = new DescriptorChain(2);
    private final String tag;

    private VirtioFolder(VirtioDevice device) {
        this.device = device;
        device.acceptFeatures(device.offeredFeatures() & (MOUNT_TAG | VirtioDevice.EVENT_INDEX));
        tag = device.has(MOUNT_TAG) ? readTag(device.transport()) : "";
        queue = device.createQueue(QUEUE, "request");
        request = device.allocate(LARGEST);
        reply = device.allocate(LARGEST);
        requestBytes = request.memory().asByteBuffer();
        device.start();
    }

    /**
     * Starts a device.
     *
     * @throws DeviceException if it cannot be used
     */
    public static VirtioFolder start(Transport transport, VirtioDevice.Allocator allocator) {
        VirtioDevice device = new VirtioDevice("virtio-9p", transport, allocator);
        try {
            return new VirtioFolder(device);
        } catch (DeviceException unusable) {
            throw device.stop(unusable);
        } catch (IllegalStateException outOfMemory) {
            throw device.stop(device + ": " + outOfMemory.getMessage());
        }
    }

    private static String readTag(Transport transport) {
        int length = Math.min(transport.configuration8(0) | transport.configuration8(1) << 8, LONGEST_TAG);
        byte[] name = new byte[length];
        for (int i = 0; i < length; i++) {
            name[i] = (byte) transport.configuration8(Short.BYTES + i);
        }
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    /** The name that the host has given the device; empty if it has none. */
    public String tag() {
        return tag;
    }

    @Override
    public int largest() {
        return LARGEST;
    }

    @Override
    public int exchange(ByteBuffer message, byte[] answer) throws FileFault {
        try {
            device.checkRunning();
            int room = Math.min(answer.length, LARGEST);
            chain.clear();
            chain.addReadable(request.physicalAddress(), message.remaining());
            chain.addWritable(reply.physicalAddress(), room);
            requestBytes.clear().put(message);
            int unused = queue.add(chain);
            if (queue.publish()) {
                device.transport().notifyQueue(QUEUE);
            }
            awaitReply();
            // Copied once: the device could still write it.
            reply.memory().get(0, answer, 0, queue.usedLength());
            return queue.usedLength();
        } catch (DeviceException gone) {
            throw new FileFault(
                    FileFault.Reason.IO, String.valueOf(device.stop(gone).getMessage()), gone);
        }
    }

    private void awaitReply() {
        while (queue.take() == Virtqueue.NONE) {
            if (queue.enableInterrupts(1)) {
                var _ = device.transport().awaitInterrupt(LOOK_NANOS);
                queue.disableInterrupts();
                if (!queue.hasUsed()) {
                    device.checkStatus();
                }
            }
        }
    }

    /** The device touches memory no longer. */
    @Override
    public void close() {
        var _ = device.stop(device + " was let go");
    }
}
