package dev.ristretto.kernel.device.block;

import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.device.virtio.VirtioDevice;
import dev.ristretto.kernel.device.virtio.Virtqueue;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The requests that a disk works on, for several threads: each acquires a slot, submits it, awaits the answer and
 * releases the slot.
 *
 * <p>No thread belongs to the queue. Of those that await answers one waits for the interrupt, without the lock, takes
 * what has come, and tells whose it is; when its own is there, another one goes on. A thread's interrupt flag neither
 * ends a wait nor is it changed.
 */
final class RequestQueue {
    static final int INDEX = 0;

    static final int STATUS_OK = 0;
    static final int STATUS_UNSUPPORTED = 2;

    /** A device that is broken need not interrupt any more, so it is looked at from time to time. */
    private static final long LOOK_NANOS = 1_000_000_000L;

    private final VirtioDevice device;
    private final Virtqueue queue;
    private final RequestShape shape;
    private final ReentrantLock lock = new ReentrantLock();
    private final SlotPool slots;

    /** The slot whose request the device has by a descriptor. */
    private final @Nullable RequestSlot[] submitted;

    /** Whether a thread waits for the interrupt. */
    private boolean attended;

    /**
     * A queue without requests, before the device is started.
     *
     * @throws DeviceException if the device takes no request of a sector
     * @throws IllegalStateException if there is no memory for the first slots
     */
    RequestQueue(VirtioDevice device, BlockConfiguration configuration) {
        this.device = device;
        queue = device.createQueue(INDEX, "request");
        shape = RequestShape.of(device, configuration, queue.size());
        submitted = new @Nullable RequestSlot[queue.size()];
        slots = new SlotPool(lock, device, shape, queue.size());
    }

    /** How many bytes of data one request may have, a multiple of a sector. */
    int dataBytes() {
        return shape.dataBytes();
    }

    SlotPool slots() {
        return slots;
    }

    /**
     * Queues a request; the device learns of it when somebody awaits an answer.
     *
     * @param sector in units of 512 bytes, whatever the device's blocks are
     * @param dataBytes how much of the slot's data belongs to it
     * @throws DeviceException if the device was stopped
     */
    void submit(RequestSlot slot, RequestType type, long sector, int dataBytes) {
        lock.lock();
        try {
            device.checkRunning();
            submitted[queue.add(slot.prepare(type, sector, dataBytes))] = slot;
            slot.inFlight = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the request of a slot is answered, if it has been submitted.
     *
     * @return the status that the device gave
     * @throws DeviceException if the device was stopped before
     */
    int await(RequestSlot slot) {
        lock.lock();
        try {
            if (!device.isStopped() && queue.publish()) {
                device.transport().notifyQueue(INDEX);
            }
            while (slot.inFlight) {
                device.checkRunning();
                if (!attended) {
                    attend(slot);
                    continue;
                }
                slot.waiting = true;
                try {
                    slot.changed.awaitUninterruptibly();
                } finally {
                    slot.waiting = false; // else others would rely on a thread that is not there
                }
            }
            return slot.status();
        } finally {
            lock.unlock();
        }
    }

    /** Takes answers for all until that for {@code own} has come, or the device is stopped. */
    private void attend(RequestSlot own) {
        attended = true;
        try {
            while (own.inFlight && !device.isStopped()) {
                if (!takeAnswers() && queue.enableInterrupts(1)) {
                    awaitInterrupt();
                }
            }
        } catch (DeviceException violation) {
            var _ = device.stop(violation);
        } finally {
            attended = false;
            tellOthers();
        }
    }

    private boolean takeAnswers() {
        boolean any = false;
        for (int head = queue.take(); head != Virtqueue.NONE; head = queue.take()) {
            RequestSlot slot = Objects.requireNonNull(submitted[head]);
            submitted[head] = null;
            int status = slot.readStatus();
            if (status > STATUS_UNSUPPORTED) {
                throw new DeviceException(device + " answered a request with the unknown status " + status);
            }
            slot.inFlight = false;
            slot.changed.signal();
            any = true;
        }
        return any;
    }

    private void awaitInterrupt() {
        lock.unlock();
        try {
            var _ = device.transport().awaitInterrupt(LOOK_NANOS);
        } finally {
            lock.lock();
        }
        queue.disableInterrupts();
        if (!queue.hasUsed()) {
            device.checkStatus(); // it is silent, or wanted something else: perhaps it is broken
        }
    }

    /** Lets another thread attend to the queue, or all of them find out that the device was stopped. */
    private void tellOthers() {
        boolean stopped = device.isStopped();
        if (stopped) {
            slots.tellSeekers();
        }
        for (int i = 0; i < slots.size(); i++) {
            RequestSlot slot = slots.get(i);
            if (slot.waiting && slot.inFlight) {
                slot.changed.signal();
                if (!stopped) {
                    return;
                }
            }
        }
    }
}
