package dev.ristretto.kernel.device.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.kernel.device.virtio.VirtioDevice;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several threads at one disk: who waits for the device, and how the others get to know. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VirtioBlockThreadsTest {
    private static final int SECTORS = 8192;

    private final SimulatedDisk disk = new SimulatedDisk(VirtioDevice.EVENT_INDEX, SECTORS, 1);

    /** A thread that runs {@code call}, whose outcome is asked for later. */
    private static final class Caller<T> {
        final FutureTask<T> outcome;
        final Thread thread;

        Caller(Callable<T> call) {
            outcome = new FutureTask<>(call);
            thread = new Thread(outcome);
            thread.start();
        }

        T get() throws Exception {
            return outcome.get();
        }

        /** Returns when the thread can go on no more without others. */
        void awaitBlocked() {
            while (thread.getState() != Thread.State.WAITING) {
                assertThat(outcome.isDone()).as("the thread has ended").isFalse();
                Thread.onSpinWait();
            }
        }
    }

    private static Caller<byte[]> read(VirtioBlock driver, long sector, int count) {
        return new Caller<>(() -> {
            ByteBuffer target = ByteBuffer.allocate(count * 512);
            driver.read(sector * 512, target);
            return target.array();
        });
    }

    @ParameterizedTest(name = "{0} threads, features {1}, {2} descriptors, seed {3}")
    @CsvSource({
        "1,536879616,256,1", // event index, flush, discard
        "2,536879616,256,2",
        "4,536879616,256,3",
        "4,8704,256,4", // flush, discard
        "4,536870912,256,5", // event index
        "4,536879616,4,6", // one request at a time
        "16,536879616,128,7", // more threads than slots
        "16,0,8,8"
    })
    void randomOperationsOfSeveralThreadsAreThoseOfOneDisk(int threads, long features, int descriptors, long seed)
            throws Exception {
        SimulatedDisk shared = new SimulatedDisk(features, SECTORS, seed);
        shared.transport.maximumQueueSize = descriptors;
        shared.configure(36, 70);
        VirtioBlock driver = shared.start();
        int share = SECTORS / threads;
        List<Caller<byte[]>> callers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int first = i * share;
            Random random = new Random(seed * 1000 + i);
            callers.add(new Caller<>(() -> operate(shared, driver, first, share, random)));
        }
        for (int i = 0; i < threads; i++) {
            byte[] expected = callers.get(i).get();
            assertSame(
                    "sectors of thread " + i,
                    Arrays.copyOfRange(shared.bytes, i * share * 512, (i + 1) * share * 512),
                    expected);
        }
        driver.flush();
        if (driver.toString().contains("flush")) {
            assertSame("safe", shared.stable, shared.bytes);
        }
        assertThat(shared.held).isEmpty();
        assertThat(shared.mostHeld).isLessThanOrEqualTo(Math.min(8, descriptors / 3));
    }

    /** Says where they differ: they are too long to be shown. */
    private static void assertSame(String what, byte[] found, byte[] expected) {
        assertThat(Arrays.mismatch(found, expected))
                .as("first difference: %s", what)
                .isEqualTo(-1);
    }

    /** Works on sectors of one thread's own; returns what must be there in the end. */
    private static byte[] operate(SimulatedDisk disk, VirtioBlock driver, int first, int count, Random random)
            throws BlockFault {
        byte[] model = new byte[count * 512];
        for (int i = 0; i < 150; i++) {
            int length = 1 + random.nextInt(random.nextInt(4) == 0 ? count : Math.min(count, 80));
            int from = random.nextInt(count - length + 1);
            long position = (first + from) * 512L;
            ByteBuffer buffer = random.nextBoolean()
                    ? ByteBuffer.allocate(length * 512)
                    : ByteBuffer.allocateDirect(length * 512 + 9).position(9).slice();
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    byte[] bytes = new byte[length * 512];
                    random.nextBytes(bytes);
                    driver.write(position, buffer.put(bytes).flip());
                    System.arraycopy(bytes, 0, model, from * 512, bytes.length);
                }
                case 3, 4, 5, 6 -> {
                    driver.read(position, buffer);
                    byte[] bytes = new byte[length * 512];
                    buffer.flip().get(bytes);
                    assertSame("read", bytes, Arrays.copyOfRange(model, from * 512, (from + length) * 512));
                }
                default -> {
                    driver.flush();
                    if (driver.toString().contains("flush")) { // what this thread had written is safe now
                        synchronized (disk) {
                            assertSame(
                                    "safe", Arrays.copyOfRange(disk.stable, first * 512, (first + count) * 512), model);
                        }
                    }
                    if (driver.toString().contains("discard")) {
                        driver.discard(position, length * 512L);
                        Arrays.fill(model, from * 512, (from + length) * 512, SimulatedDisk.DISCARDED);
                    }
                }
            }
        }
        return model;
    }

    @Test
    void whoComesLaterIsServedWhileAnotherOneWaits() throws Exception {
        VirtioBlock driver = disk.start();
        disk.bytes[512] = 7;
        List<Caller<byte[]>> second = new ArrayList<>();
        disk.transport.onWait = () -> { // the first thread waits, without a lock
            disk.receive();
            if (second.isEmpty()) {
                second.add(read(driver, 1, 1));
                second.getFirst().awaitBlocked();
                disk.receive();
                assertThat(disk.held).hasSize(2);
                disk.answer(disk.held.getLast());
                disk.publish();
            } else { // again, for its own request has not been answered; but the other one has
                assertThat(get(second.getFirst())[0]).isEqualTo((byte) 7);
                disk.work();
            }
        };
        driver.read(0, ByteBuffer.allocate(512));
        assertThat(second).hasSize(1);
    }

    private static byte[] get(Caller<byte[]> caller) {
        try {
            return caller.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whenTheOneWhoWaitsForTheDeviceIsDoneAnotherOneDoes() throws Exception {
        VirtioBlock driver = disk.start();
        List<Thread> waited = new ArrayList<>();
        List<Caller<byte[]>> others = new ArrayList<>();
        disk.transport.onWait = () -> {
            waited.add(Thread.currentThread());
            while (others.size() < 5) {
                Caller<byte[]> other = read(driver, others.size() + 1, 1);
                others.add(other);
                other.awaitBlocked();
                if (others.size() == 3) { // it need not be one that was not interrupted
                    other.thread.interrupt();
                }
            }
            disk.receive();
            Thread me = Thread.currentThread();
            long own = others.stream().map(other -> other.thread).toList().indexOf(me) + 1L;
            disk.held.stream()
                    .filter(request -> request.sector() == own)
                    .findFirst()
                    .ifPresent(disk::answer);
            disk.publish();
        };
        driver.read(0, ByteBuffer.allocate(512));
        for (Caller<byte[]> other : others) {
            other.get();
        }
        assertThat(waited)
                .as("each waited once, and only for its own answer")
                .hasSize(6)
                .doesNotHaveDuplicates();
    }

    @Test
    void anInterruptOfAThreadThatWaitsForAnotherIsKept() throws Exception {
        VirtioBlock driver = disk.start();
        List<Caller<Boolean>> second = new ArrayList<>();
        disk.transport.onWait = () -> {
            if (second.isEmpty()) {
                second.add(new Caller<>(() -> {
                    driver.read(512, ByteBuffer.allocate(512));
                    return Thread.currentThread().isInterrupted();
                }));
                second.getFirst().awaitBlocked();
                second.getFirst().thread.interrupt();
            }
            disk.work();
        };
        driver.read(0, ByteBuffer.allocate(512));
        assertThat(second.getFirst().get()).isTrue();
    }

    @Test
    void aLongRequestLeavesSlotsToThoseThatHaveNone() throws Exception {
        VirtioBlock driver = disk.start();
        List<Caller<byte[]>> others = new ArrayList<>();
        int[] answers = new int[1];
        disk.transport.onWait = () -> {
            disk.receive();
            while (others.size() < 3) { // the long request has all slots
                Caller<byte[]> other = read(driver, SECTORS - 1 - others.size(), 1);
                others.add(other);
                other.awaitBlocked();
            }
            while (shortRequests() < Math.min(3, answers[0])) { // each answer makes room for one
                Thread.onSpinWait();
            }
            answers[0]++;
            disk.answer(disk.held.getFirst());
            disk.publish();
        };
        driver.read(0, ByteBuffer.allocate(40 * 32768));
        for (Caller<byte[]> other : others) {
            other.get();
        }
        assertThat(disk.mostHeld).isEqualTo(8);
    }

    private long shortRequests() {
        synchronized (disk) {
            disk.receive();
            return disk.requests.stream()
                    .filter(request -> request.dataBytes() == 512)
                    .count();
        }
    }

    @Test
    void aDeviceThatBreaksIsGoneForAllWhoWaitForItOrForASlot() throws Exception {
        VirtioBlock driver = disk.start();
        List<Caller<byte[]>> others = new ArrayList<>();
        disk.transport.onWait = () -> {
            disk.receive();
            while (others.size() < 12) { // seven get slots, five do not
                others.add(read(driver, others.size() + 1, 1));
                others.getLast().awaitBlocked();
            }
            disk.transport.status |= 64;
        };
        assertThatThrownBy(() -> driver.read(0, ByteBuffer.allocate(512))).isInstanceOf(BlockFault.class);
        for (Caller<byte[]> other : others) {
            assertThatThrownBy(other::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            BlockFault.class,
                            fault -> assertThat(fault.reason()).isEqualTo(BlockFault.Cause.GONE))
                    .hasMessageContaining("DEVICE_NEEDS_RESET");
        }
        assertThat(disk.transport.status).isZero();
    }
}
