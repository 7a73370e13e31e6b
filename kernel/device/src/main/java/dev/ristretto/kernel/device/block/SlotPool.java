package dev.ristretto.kernel.device.block;

import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.device.virtio.VirtioDevice;
import dev.ristretto.kernel.machine.memory.DmaMemory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The slots of a disk. Each thread gets one in the order in which they came; further ones only while nobody waits for
 * a first. Thread-safe, by the lock of the {@link RequestQueue}.
 */
final class SlotPool {
    private static final int MOST_SLOTS = 8;

    /** Made at once, for contiguous memory may be scarce later; the others when several are wanted. */
    private static final int FIRST_SLOTS = 2;

    private final ReentrantLock lock;
    private final VirtioDevice device;
    private final RequestShape shape;
    private final DmaMemory control;

    private final RequestSlot[] slots;
    private int size;

    /** Slots that nobody has, a stack. */
    private final RequestSlot[] idle;

    private int idleCount;

    /** How many threads wait for their first slot. */
    private int seekers;

    private final Condition released;

    /**
     * A pool whose slots fit into a queue all at once.
     *
     * @throws IllegalStateException if there is no memory for the first slots
     */
    SlotPool(ReentrantLock lock, VirtioDevice device, RequestShape shape, int queueSize) {
        this.lock = lock;
        this.device = device;
        this.shape = shape;
        released = lock.newCondition();
        int most = Math.min(MOST_SLOTS, queueSize / shape.descriptors());
        slots = new RequestSlot[most];
        idle = new RequestSlot[most];
        control = device.allocate(most * RequestSlot.CONTROL_BYTES);
        for (int i = 0; i < Math.min(FIRST_SLOTS, most); i++) {
            idle[idleCount++] = newSlot();
        }
    }

    private RequestSlot newSlot() {
        DmaMemory data = device.allocate(RequestShape.MOST_DATA_BYTES);
        long at = (long) size * RequestSlot.CONTROL_BYTES;
        DmaMemory own =
                new DmaMemory(control.memory().slice(at, RequestSlot.CONTROL_BYTES), control.physicalAddress() + at);
        RequestSlot slot = new RequestSlot(own, data, shape, lock.newCondition());
        slots[size++] = slot;
        return slot;
    }

    /** How many slots there are; called with the lock. */
    int size() {
        return size;
    }

    RequestSlot get(int index) {
        return slots[index];
    }

    /**
     * A slot for a thread that has none; waits for it, behind those who came before.
     *
     * @throws DeviceException if the device was stopped
     */
    RequestSlot acquire() {
        lock.lock();
        try {
            boolean behindOthers = seekers > 0;
            while (true) {
                device.checkRunning();
                RequestSlot slot = behindOthers ? null : takeIdle();
                if (slot != null) {
                    tellSeeker();
                    return slot;
                }
                behindOthers = false;
                seekers++;
                try {
                    released.awaitUninterruptibly();
                } finally {
                    seekers--;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** One more slot, if there is one that nobody waits for. */
    @Nullable
    RequestSlot tryAcquire() {
        lock.lock();
        try {
            return seekers > 0 ? null : takeIdle();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable RequestSlot takeIdle() {
        if (idleCount > 0) {
            return idle[--idleCount];
        }
        if (size == slots.length) {
            return null;
        }
        try {
            return newSlot();
        } catch (IllegalStateException outOfMemory) {
            return null; // those there are must do; they come back when the device has answered
        }
    }

    /** Gives a slot back. One that the device has kept, because it was stopped, is never used again. */
    void release(RequestSlot slot) {
        lock.lock();
        try {
            if (!slot.inFlight) {
                idle[idleCount++] = slot;
                tellSeeker();
            }
        } finally {
            lock.unlock();
        }
    }

    private void tellSeeker() {
        if (seekers > 0 && idleCount > 0) {
            released.signal();
        }
    }

    /** Lets all who wait find out that the device was stopped; called with the lock. */
    void tellSeekers() {
        released.signalAll();
    }
}
