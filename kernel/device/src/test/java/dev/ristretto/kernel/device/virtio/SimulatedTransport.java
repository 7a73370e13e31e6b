package dev.ristretto.kernel.device.virtio;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A virtio device as its driver sees it, with a script instead of hardware.
 *
 * <p>It has no thread of its own: {@link #onNotify} runs when the driver notifies, {@link #onWait} when it waits for an
 * interrupt. A driver of several threads may notify and wait at the same time, but wait only once.
 */
public final class SimulatedTransport implements Transport {
    /** What every modern device offers. */
    public static final long VERSION_1 = VirtioDevice.VERSION_1;

    final SimulatedMemory memory;
    private final Map<Integer, SimulatedQueue> queues = new HashMap<>();
    public final List<Integer> statusWrites = new ArrayList<>();
    public final byte[] configuration = new byte[64];
    public long offered;
    public long accepted = -1;
    public long refused;
    public int maximumQueueSize = 256;
    public volatile int status;
    public int generation;
    public int notifications;
    public int interrupts;
    public int wakes;
    public volatile boolean interruptPending;
    private volatile boolean wakePending;
    private final AtomicBoolean awaited = new AtomicBoolean();
    /** Whether all its registers read as ones, as those of a device that was taken out. */
    public volatile boolean vanished;

    public Runnable onNotify = () -> {};
    public Runnable onWait = () -> {};
    /** Runs before four bytes of the configuration are read. */
    public Runnable onConfigurationRead = () -> {};

    public SimulatedTransport(SimulatedMemory memory, long offered) {
        this.memory = memory;
        this.offered = offered | VERSION_1;
    }

    public void interrupt() {
        interruptPending = true;
        interrupts++;
    }

    /** A queue that the driver has set up. */
    public SimulatedQueue queue(int number) {
        return Objects.requireNonNull(queues.get(number), "the driver has set no such queue up");
    }

    @Override
    public String location() {
        return "simulated slot";
    }

    @Override
    public long offeredFeatures() {
        return offered;
    }

    @Override
    public void acceptFeatures(long features) {
        if ((features & ~offered) != 0) {
            throw new AssertionError("the driver accepts what the device does not offer");
        }
        accepted = features;
    }

    @Override
    public int status() {
        if (vanished) {
            return 0xff;
        }
        return (accepted & refused) != 0 ? status & ~8 : status;
    }

    @Override
    public void setStatus(int value) {
        statusWrites.add(value);
        status = value;
        if (value == 0) {
            Reset.await(this);
        }
    }

    @Override
    public int configuration8(int offset) {
        return configuration[offset] & 0xff;
    }

    @Override
    public int configuration32(int offset) {
        if (offset % 4 != 0) {
            throw new AssertionError("offset " + offset + " is not a multiple of four");
        }
        onConfigurationRead.run();
        return configuration8(offset)
                | configuration8(offset + 1) << 8
                | configuration8(offset + 2) << 16
                | configuration8(offset + 3) << 24;
    }

    @Override
    public int configurationGeneration() {
        return generation;
    }

    @Override
    public int maximumQueueSize(int queue) {
        return maximumQueueSize;
    }

    @Override
    public void enableQueue(int queue, Virtqueue virtqueue) {
        if ((status & 8) == 0 || (status & 4) != 0) {
            throw new AssertionError("queues are set up between FEATURES_OK and DRIVER_OK");
        }
        queues.put(queue, new SimulatedQueue(memory, virtqueue, (accepted & VirtioDevice.EVENT_INDEX) != 0));
    }

    @Override
    public void notifyQueue(int queue) {
        if ((status & 4) == 0) {
            throw new AssertionError("the driver notifies before DRIVER_OK");
        }
        notifications++;
        onNotify.run();
    }

    @Override
    public boolean awaitInterrupt(long timeoutNanos) {
        if (!awaited.compareAndSet(false, true)) {
            throw new AssertionError("two threads wait for one interrupt");
        }
        try {
            if (!interruptPending && !wakePending) {
                onWait.run();
            }
            boolean fired = interruptPending;
            interruptPending = false;
            wakePending = false;
            return fired;
        } finally {
            awaited.set(false);
        }
    }

    @Override
    public void wake() {
        wakes++;
        wakePending = true;
    }
}
