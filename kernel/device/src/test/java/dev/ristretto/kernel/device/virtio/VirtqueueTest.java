package dev.ristretto.kernel.device.virtio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.ristretto.kernel.machine.memory.DmaMemory;
import dev.ristretto.kernel.machine.memory.RawMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VirtqueueTest {
    private static final int BUFFER = 64;

    private final SimulatedMemory memory = new SimulatedMemory();

    private Virtqueue driver;
    private SimulatedQueue device;
    private DmaMemory buffers;

    /** Whoever wants another queue than this makes it. */
    VirtqueueTest() {
        create(4, true);
    }

    private void create(int size, boolean eventIndex) {
        driver = new Virtqueue("test queue", size, memory.allocate(Virtqueue.bytes(size)), eventIndex);
        device = new SimulatedQueue(memory, driver, eventIndex);
        buffers = memory.allocate(size * BUFFER);
    }

    private int add() {
        return driver.add(buffers.physicalAddress(), BUFFER, true);
    }

    @ParameterizedTest(name = "size {0}, event index {1}, seed {2}")
    @CsvSource({"1,true,1", "1,false,2", "2,true,3", "8,true,4", "8,false,5", "256,true,6", "256,false,7"})
    void everyBufferComesBackExactlyOnceThoughTheDeviceReordersAndSleeps(int size, boolean eventIndex, long seed) {
        create(size, eventIndex);
        Random random = new Random(seed);
        boolean[] out = new boolean[size];
        int[] contents = new int[size];
        List<SimulatedQueue.Buffer> held = new ArrayList<>();
        boolean deviceAwake = true;
        long added = 0;
        long returned = 0;
        while (returned < 150_000) { // the 16-bit indices wrap twice
            switch (random.nextInt(4)) {
                case 0 -> {
                    for (int n = random.nextInt(size + 1); n > 0 && driver.freeDescriptors() > 0; n--) {
                        int descriptor = add();
                        assertThat(out[descriptor])
                                .as("descriptor given out twice")
                                .isFalse();
                        out[descriptor] = true;
                        added++;
                    }
                    deviceAwake |= driver.publish();
                }
                case 1 -> {
                    SimulatedQueue.Buffer buffer = deviceAwake ? device.pop() : null;
                    while (buffer != null) {
                        held.add(buffer);
                        buffer = random.nextInt(8) == 0 ? null : device.pop();
                    }
                    if (deviceAwake && random.nextBoolean()) {
                        deviceAwake = !device.sleep();
                    } else if (deviceAwake) {
                        device.stayAwake();
                    }
                }
                case 2 -> {
                    for (int n = random.nextInt(size + 1); n > 0 && !held.isEmpty(); n--) {
                        SimulatedQueue.Buffer buffer = held.remove(random.nextInt(held.size()));
                        int written = random.nextInt(BUFFER + 1);
                        contents[buffer.id()] = written;
                        device.complete(buffer, written);
                    }
                    device.publish();
                }
                default -> {
                    for (int descriptor = driver.take(); descriptor != Virtqueue.NONE; descriptor = driver.take()) {
                        assertThat(out[descriptor])
                                .as("descriptor returned twice")
                                .isTrue();
                        assertThat(driver.usedLength()).isEqualTo(contents[descriptor]);
                        out[descriptor] = false;
                        returned++;
                    }
                }
            }
            assertThat(driver.inFlight()).isEqualTo((int) (added - returned));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Timeout(60)
    void noNotificationAndNoInterruptIsLostBetweenTwoProcessors(boolean eventIndex) throws Exception {
        create(4, eventIndex);
        int total = 100_000;
        Semaphore notifications = new Semaphore(0);
        Semaphore interrupts = new Semaphore(0);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread processor = new Thread(() -> {
            try {
                int done = 0;
                while (done < total) {
                    SimulatedQueue.Buffer buffer = device.pop();
                    if (buffer != null) {
                        device.complete(buffer, 1);
                        done++;
                        if (device.publish()) {
                            interrupts.release();
                        }
                    } else if (device.sleep()) {
                        assertThat(notifications.tryAcquire(20, TimeUnit.SECONDS))
                                .as("device sleeps for ever after %s buffers", done)
                                .isTrue();
                    }
                    device.stayAwake();
                }
            } catch (Throwable problem) {
                failure.set(problem);
            }
        });
        processor.start();
        int returned = 0;
        int added = 0;
        while (returned < total && failure.get() == null) {
            while (added < total && driver.freeDescriptors() > 0) {
                add();
                added++;
            }
            if (driver.publish()) {
                notifications.release();
            }
            int before = returned;
            while (driver.take() != Virtqueue.NONE) {
                returned++;
            }
            if (returned == before && driver.enableInterrupts(1)) {
                assertThat(interrupts.tryAcquire(20, TimeUnit.SECONDS))
                        .as("driver sleeps for ever after %s buffers", returned)
                        .isTrue();
                interrupts.drainPermits();
            }
            driver.disableInterrupts();
        }
        processor.join();
        assertThat(failure.get()).isNull();
        assertThat(returned).isEqualTo(total);
    }

    @Test
    void aFullQueueTakesNoMore() {
        create(4, true);
        for (int i = 0; i < 4; i++) {
            add();
        }
        assertThat(driver.freeDescriptors()).isZero();
        assertThatThrownBy(this::add).isInstanceOf(IllegalStateException.class).hasMessageContaining("test queue");
    }

    @Test
    void aDescriptorOutOfRangeIsRefused() {
        create(4, true);
        add();
        driver.publish();
        device.pop();
        device.completeRaw(4, 0);
        device.publish();
        assertThatThrownBy(driver::take).isInstanceOf(DeviceException.class).hasMessageContaining("descriptor 4");
    }

    @Test
    void aNegativeDescriptorIsRefused() {
        create(4, true);
        add();
        driver.publish();
        device.completeRaw(0x8000_0000, 0);
        device.publish();
        assertThatThrownBy(driver::take).isInstanceOf(DeviceException.class).hasMessageContaining("2147483648");
    }

    @Test
    void aBufferReturnedTwiceIsRefused() {
        create(4, true);
        add();
        add();
        driver.publish();
        int id = device.take().id();
        device.completeRaw(id, 0);
        device.completeRaw(id, 0);
        device.publish();
        assertThat(driver.take()).isEqualTo(id);
        assertThatThrownBy(driver::take).isInstanceOf(DeviceException.class).hasMessageContaining("does not own");
    }

    @Test
    void aBufferThatIsNotPublishedYetCannotComeBack() {
        create(4, true);
        add();
        driver.publish();
        int unpublished = add();
        device.completeRaw(unpublished, 0);
        device.publish();
        assertThatThrownBy(driver::take).isInstanceOf(DeviceException.class).hasMessageContaining("does not own");
    }

    @ParameterizedTest
    @ValueSource(ints = {BUFFER + 1, -1, Integer.MIN_VALUE})
    void aLengthBeyondTheBufferIsRefused(int length) {
        create(4, true);
        add();
        driver.publish();
        device.completeRaw(device.take().id(), length);
        device.publish();
        assertThatThrownBy(driver::take)
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining(Integer.toUnsignedString(length))
                .hasMessageContaining("buffer of " + BUFFER);
    }

    @Test
    void theLengthOfABufferTheDeviceOnlyReadsMeansNothing() {
        create(4, true);
        driver.add(buffers.physicalAddress(), BUFFER, false);
        driver.publish();
        device.complete(device.take(), 12345);
        device.publish();
        assertThat(driver.take()).isNotEqualTo(Virtqueue.NONE);
        assertThat(driver.usedLength()).isZero();
    }

    @Test
    void aUsedIndexThatRunsAheadIsRefused() {
        create(4, true);
        add();
        driver.publish();
        device.skipUsed(2);
        device.publish();
        assertThatThrownBy(driver::take).isInstanceOf(DeviceException.class).hasMessageContaining("owns only 1");
    }

    @Test
    void aUsedIndexThatRunsBackIsRefused() {
        create(4, true);
        add();
        driver.publish();
        device.complete(device.take(), 0);
        device.publish();
        driver.take();
        device.skipUsed(-1);
        device.publish();
        assertThatThrownBy(driver::take).isInstanceOf(DeviceException.class).hasMessageContaining("returned 65535");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneNotificationServesABatch(boolean eventIndex) {
        create(8, eventIndex);
        device.sleep();
        add();
        add();
        add();
        assertThat(driver.publish()).as("device sleeps").isTrue();
        assertThat(driver.publish()).as("nothing new").isFalse();
        device.pop();
        device.stayAwake();
        add();
        assertThat(driver.publish()).as("device is awake").isFalse();
    }

    @Test
    void anInterruptCanBeAskedForAfterSeveralBuffers() {
        create(8, true);
        for (int i = 0; i < 4; i++) {
            add();
        }
        driver.publish();
        assertThat(driver.enableInterrupts(3)).isTrue();
        for (int i = 0; i < 4; i++) {
            device.complete(device.take(), 0);
            assertThat(device.publish()).as("buffer %s", i).isEqualTo(i == 2);
        }
        assertThat(driver.enableInterrupts(3)).as("they are there already").isFalse();
    }

    /** A chain of pieces of 1, 2, 3, ... bytes. */
    private DescriptorChain chain(int readable, int writable) {
        DescriptorChain chain = new DescriptorChain(readable + writable);
        for (int i = 1; i <= readable + writable; i++) {
            if (i <= readable) {
                chain.addReadable(buffers.physicalAddress() + i, i);
            } else {
                chain.addWritable(buffers.physicalAddress() + i, i);
            }
        }
        return chain;
    }

    @Test
    void theDeviceFindsThePiecesOfAChainInTheirOrder() {
        create(8, true);
        int head = driver.add(chain(2, 3));
        assertThat(driver.inFlight()).isEqualTo(1);
        assertThat(driver.freeDescriptors()).isEqualTo(3);
        driver.publish();
        SimulatedQueue.Chain chain = Objects.requireNonNull(device.popChain());
        assertThat(chain.id()).isEqualTo(head);
        assertThat(chain.buffers())
                .extracting(SimulatedQueue.Buffer::length, SimulatedQueue.Buffer::writable)
                .containsExactly(tuple(1, false), tuple(2, false), tuple(3, true), tuple(4, true), tuple(5, true));
        assertThat(chain.buffers())
                .extracting(piece -> piece.memory().address() - buffers.memory().address())
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        device.complete(chain, 12);
        device.publish();
        assertThat(driver.take()).isEqualTo(head);
        assertThat(driver.usedLength()).isEqualTo(12);
        assertThat(driver.inFlight()).isZero();
        assertThat(driver.freeDescriptors()).isEqualTo(8);
    }

    @ParameterizedTest(name = "size {0}, event index {1}, seed {2}")
    @CsvSource({"4,true,1", "8,false,2", "16,true,3", "256,false,4"})
    void chainsAndSingleBuffersComeBackExactlyOnceWithAllTheirDescriptors(int size, boolean eventIndex, long seed) {
        create(size, eventIndex);
        Random random = new Random(seed);
        Map<Integer, Integer> lengths = new HashMap<>();
        List<SimulatedQueue.Chain> held = new ArrayList<>();
        int descriptors = 0;
        for (int returned = 0; returned < 100_000; ) { // the 16-bit indices wrap
            int pieces = 1 + random.nextInt(4);
            if (random.nextBoolean() && pieces <= driver.freeDescriptors()) {
                int id = pieces == 1 ? add() : driver.add(chain(1, pieces - 1));
                assertThat(lengths.put(id, pieces))
                        .as("descriptor given out twice")
                        .isNull();
                descriptors += pieces;
            }
            driver.publish();
            for (SimulatedQueue.Chain chain = device.popChain(); chain != null; chain = device.popChain()) {
                held.add(chain);
            }
            if (!held.isEmpty() && random.nextBoolean()) {
                SimulatedQueue.Chain chain = held.remove(random.nextInt(held.size()));
                device.complete(chain, chain.buffers().size());
                device.publish();
            }
            for (int id = driver.take(); id != Virtqueue.NONE; id = driver.take()) {
                assertThat(lengths.remove(id)).isEqualTo(driver.usedLength());
                descriptors -= driver.usedLength();
                returned++;
            }
            assertThat(driver.inFlight()).isEqualTo(lengths.size());
            assertThat(driver.freeDescriptors()).isEqualTo(size - descriptors);
        }
    }

    @Test
    void aChainThatDoesNotFitTakesNothing() {
        create(4, true);
        driver.add(chain(1, 1));
        assertThatThrownBy(() -> driver.add(chain(1, 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("test queue: a chain of 3 descriptors, of which 2 of 4 are free");
        assertThat(driver.freeDescriptors()).isEqualTo(2);
        assertThatThrownBy(() -> driver.add(new DescriptorChain(1))).isInstanceOf(IllegalStateException.class);
        assertThat(driver.inFlight()).isEqualTo(1);
    }

    @Test
    void whatTheDeviceReadsComesFirst() {
        DescriptorChain chain = chain(1, 1);
        assertThatThrownBy(() -> chain.addReadable(1, 1)).isInstanceOf(IllegalStateException.class);
        chain.clear();
        assertThatThrownBy(() -> chain.addReadable(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> chain.addWritable(1, -1)).isInstanceOf(IllegalArgumentException.class);
        chain.addReadable(buffers.physicalAddress(), 7);
        assertThat(driver.add(chain)).isNotEqualTo(Virtqueue.NONE);
    }

    @Test
    void aDescriptorInsideAChainCannotComeBack() {
        create(4, true);
        int head = driver.add(chain(1, 2));
        driver.publish();
        int second = Objects.requireNonNull(device.popChain()).buffers().get(1).id();
        assertThat(second).isNotEqualTo(head);
        device.completeRaw(second, 0);
        device.publish();
        assertThatThrownBy(driver::take).isInstanceOf(DeviceException.class).hasMessageContaining("does not own");
    }

    @Test
    void aChainReturnedTwiceIsRefused() {
        create(8, true);
        int head = driver.add(chain(1, 2));
        driver.add(chain(1, 2));
        driver.publish();
        device.completeRaw(head, 0);
        device.completeRaw(head, 0);
        device.publish();
        assertThat(driver.take()).isEqualTo(head);
        assertThatThrownBy(driver::take).isInstanceOf(DeviceException.class).hasMessageContaining("does not own");
    }

    @Test
    void aChainCountsOnceThoughItHasSeveralDescriptors() {
        create(4, true);
        driver.add(chain(1, 2));
        driver.publish();
        device.skipUsed(2);
        device.publish();
        assertThatThrownBy(driver::take).isInstanceOf(DeviceException.class).hasMessageContaining("owns only 1");
    }

    @ParameterizedTest
    @CsvSource({"5,true", "6,false", "-1,false", "2147483647,false"})
    void onlyWhatItMayWriteOfAChainCanBeWritten(int length, boolean possible) {
        create(4, true);
        driver.add(chain(1, 2)); // 2 and 3 bytes
        driver.publish();
        device.complete(Objects.requireNonNull(device.popChain()), length);
        device.publish();
        if (possible) {
            driver.take();
            assertThat(driver.usedLength()).isEqualTo(length);
        } else {
            assertThatThrownBy(driver::take).isInstanceOf(DeviceException.class).hasMessageContaining("buffer of 5");
        }
    }

    @Test
    void aDeviceThatRewritesTheTableChangesNothingForTheDriver() {
        create(8, true);
        int head = driver.add(chain(1, 3));
        int other = driver.add(chain(1, 1));
        driver.publish();
        SimulatedQueue.Chain first = Objects.requireNonNull(device.popChain());
        SimulatedQueue.Chain second = Objects.requireNonNull(device.popChain());
        RawMemory table = memory.at(driver.descriptorAddress(), 16 * 8);
        for (int i = 0; i < 8; i++) {
            table.putLong(16L * i + 8, -1);
        }
        device.complete(first, 4);
        device.publish();
        assertThat(driver.take()).isEqualTo(head);
        assertThat(driver.freeDescriptors()).isEqualTo(6);
        device.complete(second, 2);
        device.publish();
        assertThat(driver.take()).isEqualTo(other);
        assertThat(driver.freeDescriptors()).isEqualTo(8);
        driver.add(chain(4, 4));
        driver.publish();
        assertThat(Objects.requireNonNull(device.popChain()).buffers())
                .as("eight different ones")
                .hasSize(8);
    }

    @Test
    void sizesThatTheSpecificationForbidsAreRefused() {
        assertThatThrownBy(() -> create(3, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> create(0, true)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "event {0} between {2} and {1}: {3}")
    @CsvSource({"5,6,5,true", "5,7,6,false", "6,6,5,false", "65535,0,65535,true", "0,2,65534,true", "3,2,65534,false"})
    void anEventIsPassedWhenItsEntryIsAmongTheNewOnes(int event, int current, int old, boolean expected) {
        assertThat(Virtqueue.passes(event, current, old)).isEqualTo(expected);
    }
}
