package dev.ristretto.kernel.device;

import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.device.virtio.Transport;
import dev.ristretto.kernel.device.virtio.VirtioDevice;
import dev.ristretto.kernel.device.virtio.Virtqueue;
import dev.ristretto.kernel.machine.memory.DmaMemory;
import dev.ristretto.kernel.machine.memory.RawMemory;

/** A virtio entropy source (virtio 1.2 section 5.4), asked once and then let go. */
final class VirtioRng {
    static final int DEVICE_TYPE = 4;

    private static final int MOST = 2048;

    private VirtioRng() {}

    /**
     * Random bytes of the host.
     *
     * @param wanted how many, at most 2048
     * @param timeoutNanos how long to wait for the host
     * @return as many as the device gave within the time, perhaps none
     * @throws DeviceException if the device cannot be used
     */
    static byte[] read(Transport transport, VirtioDevice.Allocator allocator, int wanted, long timeoutNanos) {
        VirtioDevice device = new VirtioDevice("virtio-rng", transport, allocator);
        device.acceptFeatures(device.offeredFeatures() & VirtioDevice.EVENT_INDEX);
        Virtqueue queue = device.createQueue(0, "request");
        device.start();
        DmaMemory shared = device.allocate(MOST);
        RawMemory buffer = shared.memory();
        queue.add(shared.physicalAddress(), wanted, true);
        boolean pending = queue.enableInterrupts(1);
        if (queue.publish()) {
            transport.notifyQueue(0);
        }
        if (pending) {
            transport.awaitInterrupt(timeoutNanos);
        }
        byte[] random = new byte[0];
        try {
            if (queue.take() != Virtqueue.NONE) {
                random = new byte[queue.usedLength()];
                buffer.get(0, random, 0, random.length);
            }
        } finally {
            transport.setStatus(0);
        }
        buffer.clear(0, wanted); // seeds are secrets
        return random;
    }
}
