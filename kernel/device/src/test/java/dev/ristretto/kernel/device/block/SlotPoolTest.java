package dev.ristretto.kernel.device.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.device.virtio.SimulatedMemory;
import dev.ristretto.kernel.device.virtio.SimulatedTransport;
import dev.ristretto.kernel.device.virtio.VirtioDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlotPoolTest {
    private final SimulatedMemory memory = new SimulatedMemory();
    private final ReentrantLock lock = new ReentrantLock();
    private final VirtioDevice device = new VirtioDevice("test", new SimulatedTransport(memory, 0), memory);
    private final SlotPool pool = pool(256);

    private SlotPool pool(int queueSize) {
        return new SlotPool(lock, device, new RequestShape(32768, 1), queueSize);
    }

    /** A thread that wants a first slot and cannot have it now. */
    private FutureTask<RequestSlot> seek() {
        FutureTask<RequestSlot> outcome = new FutureTask<>(pool::acquire);
        Thread thread = new Thread(outcome);
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(outcome.isDone()).isFalse();
            Thread.onSpinWait();
        }
        return outcome;
    }

    private List<RequestSlot> all() {
        List<RequestSlot> slots = new ArrayList<>();
        for (RequestSlot slot = pool.acquire(); slot != null; slot = pool.tryAcquire()) {
            slots.add(slot);
        }
        return slots;
    }

    @Test
    void thereAreTwoSlotsAtFirstAndEightWhenTheyAreWanted() {
        assertThat(pool.size()).isEqualTo(2);
        assertThat(all()).hasSize(8).doesNotHaveDuplicates();
        assertThat(pool.size()).isEqualTo(8);
    }

    @Test
    void thereAreNoMoreThanFitIntoTheQueue() {
        SlotPool small = pool(4);
        assertThat(small.acquire()).isNotNull();
        assertThat(small.tryAcquire()).isNull();
    }

    @Test
    void whatIsReleasedBelongsToThoseWhoHaveNone() throws Exception {
        List<RequestSlot> slots = all();
        FutureTask<RequestSlot> seeker = seek();
        lock.lock(); // what was released cannot be taken meanwhile
        try {
            pool.release(slots.get(3));
            assertThat(pool.tryAcquire()).isNull();
        } finally {
            lock.unlock();
        }
        assertThat(seeker.get()).isSameAs(slots.get(3));
        pool.release(slots.get(4));
        assertThat(pool.tryAcquire()).isSameAs(slots.get(4));
    }

    @Test
    void thoseWhoWaitAreServedInTheirOrder() throws Exception {
        List<RequestSlot> slots = all();
        FutureTask<RequestSlot> first = seek();
        FutureTask<RequestSlot> second = seek();
        pool.release(slots.get(5));
        assertThat(first.get()).isSameAs(slots.get(5));
        assertThat(second.isDone()).isFalse();
        pool.release(slots.get(6));
        assertThat(second.get()).isSameAs(slots.get(6));
    }

    @Test
    void severalThatAreReleasedAtOnceAreSeveral() throws Exception {
        List<RequestSlot> slots = all();
        List<FutureTask<RequestSlot>> seekers = List.of(seek(), seek(), seek());
        lock.lock();
        try {
            slots.subList(0, 3).forEach(pool::release);
        } finally {
            lock.unlock();
        }
        List<RequestSlot> taken = new ArrayList<>();
        for (FutureTask<RequestSlot> seeker : seekers) {
            taken.add(seeker.get());
        }
        assertThat(taken).containsExactlyInAnyOrderElementsOf(slots.subList(0, 3));
    }

    @Test
    void aSlotThatTheDeviceHasKeptDoesNotComeBack() {
        RequestSlot kept = pool.acquire();
        kept.inFlight = true;
        pool.release(kept);
        assertThat(all()).hasSize(7).doesNotContain(kept);
    }

    @Test
    void nobodyGetsASlotOfADeviceThatWasStopped() {
        Objects.requireNonNull(device.stop("broken"));
        assertThatThrownBy(pool::acquire).isInstanceOf(DeviceException.class).hasMessage("broken");
    }
}
