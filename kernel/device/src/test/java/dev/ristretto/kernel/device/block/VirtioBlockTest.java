package dev.ristretto.kernel.device.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.device.virtio.SimulatedTransport;
import dev.ristretto.kernel.device.virtio.VirtioDevice;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a disk does for one thread. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VirtioBlockTest {
    private static final long ALL = VirtioBlock.SIZE_MAX
            | VirtioBlock.SEG_MAX
            | VirtioBlock.READ_ONLY
            | VirtioBlock.BLOCK_SIZE
            | VirtioBlock.FLUSH
            | VirtioBlock.DISCARD
            | VirtioDevice.EVENT_INDEX;

    private static final int SECTORS = 4096;

    /** Multiple queues, which nobody here uses. */
    private static final long MULTIPLE_QUEUES = 1 << 12;

    private final SimulatedDisk disk = new SimulatedDisk(VirtioBlock.FLUSH | VirtioDevice.EVENT_INDEX, SECTORS, 1);

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** All that a buffer has. */
    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }

    private static ByteBuffer sectors(int count) {
        return ByteBuffer.allocate(count * 512);
    }

    @Test
    void theDriverTakesWhatItKnows() {
        SimulatedDisk full = new SimulatedDisk(ALL | MULTIPLE_QUEUES, SECTORS, 1);
        full.configure(8, 65536);
        full.configure(12, 126);
        full.configure(20, 4096);
        full.configure(36, 100);
        VirtioBlock driver = full.start();
        assertThat(full.transport.accepted).isEqualTo(ALL | SimulatedTransport.VERSION_1);
        assertThat(full.transport.statusWrites).containsExactly(0, 1, 3, 11, 15);
        assertThat(driver.size()).isEqualTo(SECTORS * 512);
        assertThat(driver.readOnly()).isTrue();
        assertThat(driver.serial()).isEqualTo("vol-0001");
        assertThat(driver.toString())
                .isEqualTo("virtio-blk at simulated slot (serial vol-0001, 2097152 bytes, blocks of 4096, read-only,"
                        + " flush, discard, event index)");
    }

    @Test
    void aPlainDiskIsOneThatCanBeWrittenTo() {
        VirtioBlock driver = new SimulatedDisk(0, 2, 1).start();
        assertThat(driver.readOnly()).isFalse();
        assertThat(driver.toString()).isEqualTo("virtio-blk at simulated slot (serial vol-0001, 1024 bytes)");
    }

    @Test
    void aLegacyDiskIsRefusedWithTheRemedy() {
        disk.transport.offered &= ~SimulatedTransport.VERSION_1;
        assertThatThrownBy(disk::start)
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("virtio-blk at simulated slot is a legacy device")
                .hasMessageContaining("disable-legacy=on");
        assertThat(disk.transport.status).isZero();
    }

    @Test
    void aDiskWithoutMemoryIsRefusedAndReset() {
        disk.memory.setRemaining(70_000);
        assertThatThrownBy(disk::start)
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("virtio-blk at simulated slot: out of simulated memory");
        assertThat(disk.transport.status).isZero();
    }

    @ParameterizedTest
    @CsvSource({"12345678901234567890,12345678901234567890", "'',''", "' a b ',a b", "'a\u0007\u00e9b','a??b'"})
    void theSerialNumberIsWhatTheHostGave(String given, String read) {
        disk.serial = given.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(disk.start().serial()).isEqualTo(read);
    }

    @Test
    void aDiskThatCannotSayWhatItIsHasNoSerialNumber() {
        disk.verdict = request -> request.type() == SimulatedDisk.IDENTIFY ? 2 : 0;
        VirtioBlock driver = disk.start();
        assertThat(driver.serial()).isEmpty();
        assertThat(driver.toString()).startsWith("virtio-blk at simulated slot (2097152 bytes");
    }

    @Test
    void theCapacityIsReadAgainWhenItChangedMeanwhile() {
        int[] reads = new int[1];
        disk.transport.onConfigurationRead = () -> {
            if (++reads[0] == 2) { // between the halves of the capacity
                disk.configure(0, 16);
                disk.transport.generation++;
            }
        };
        assertThat(disk.start().size()).isEqualTo(16 * 512);
    }

    @Test
    void aConfigurationThatChangesAllTheTimeIsRefused() {
        disk.transport.onConfigurationRead = () -> disk.transport.generation++;
        assertThatThrownBy(disk::start)
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("changed its configuration 100 times");
    }

    @Test
    void aConfigurationThatIsTooShortIsRefused() {
        disk.transport.onConfigurationRead = () -> {
            throw new IndexOutOfBoundsException();
        };
        assertThatThrownBy(disk::start)
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("too short a configuration");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x0100_0000, 0x0040_0000})
    void moreBytesThanCanBeCountedAreRefused(int highSectors) {
        disk.configure(4, highSectors);
        assertThatThrownBy(disk::start).isInstanceOf(DeviceException.class).hasMessageContaining("claims to have more");
    }

    @Test
    void aChangeOfTheCapacityLaterDoesNoHarm() throws BlockFault {
        VirtioBlock driver = disk.start();
        disk.configure(0, 8);
        disk.transport.generation++;
        disk.transport.interrupt();
        driver.write(0, ByteBuffer.wrap(random(1024, 3)));
        assertThat(disk.bytes).startsWith(random(1024, 3));
        assertThat(driver.size()).isEqualTo(SECTORS * 512);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 128, 511, 512, 513, 1024, SECTORS})
    void whatIsWrittenIsThereAndCanBeReadInAnyLength(int sectors) throws BlockFault {
        VirtioBlock driver = disk.start();
        byte[] bytes = random(sectors * 512, sectors);
        long position = 512L * (SECTORS - sectors);
        ByteBuffer source = ByteBuffer.wrap(bytes);
        driver.write(position, source);
        assertThat(source.hasRemaining()).isFalse();
        assertThat(disk.bytes).endsWith(bytes);
        assertThat(disk.requests).hasSize((sectors + 63) / 64).allMatch(request -> request.dataBytes() <= 32768);
        ByteBuffer target = sectors(sectors);
        driver.read(position, target);
        assertThat(target.hasRemaining()).isFalse();
        assertThat(bytes(target)).isEqualTo(bytes);
    }

    @Test
    void buffersMayBeAnywhereAndOnlyWhatRemainsOfThemCounts() throws BlockFault {
        VirtioBlock driver = disk.start();
        byte[] bytes = random(1536, 5);
        for (ByteBuffer buffer : List.of(ByteBuffer.allocate(3000), ByteBuffer.allocateDirect(3000))) {
            buffer.position(7).limit(7 + 1536);
            buffer.put(7, bytes);
            driver.write(512, buffer.asReadOnlyBuffer());
            buffer.put(7, new byte[1536]);
            driver.read(512, buffer);
            assertThat(buffer.position()).isEqualTo(7 + 1536);
            byte[] all = new byte[3000];
            buffer.clear().get(all);
            assertThat(all)
                    .startsWith(new byte[7])
                    .endsWith(new byte[3000 - 7 - 1536])
                    .containsSequence(bytes);
        }
    }

    @Test
    void aLongRequestHasEightPartsInFlightAndNoMore() throws BlockFault {
        VirtioBlock driver = disk.start();
        disk.transport.onWait = () -> { // answers nothing before all that can come is there
            disk.receive();
            assertThat(disk.held.size()).isEqualTo(Math.min(8, 20 - disk.requests.size() + disk.held.size()));
            disk.answer(disk.held.getFirst());
            disk.publish();
        };
        driver.read(0, sectors(20 * 64));
        assertThat(disk.mostHeld).isEqualTo(8);
    }

    @Test
    void oneNotificationServesAllPartsOfARequest() throws BlockFault {
        VirtioBlock driver = disk.start();
        int before = disk.transport.notifications;
        driver.read(0, sectors(8 * 64));
        assertThat(disk.transport.notifications - before).isEqualTo(1);
    }

    @Test
    void withoutMoreMemoryTheFirstSlotsMustDo() throws BlockFault {
        VirtioBlock driver = disk.start();
        disk.memory.setRemaining(0);
        byte[] bytes = random(10 * 32768, 6);
        driver.write(0, ByteBuffer.wrap(bytes));
        assertThat(disk.bytes).startsWith(bytes);
        assertThat(disk.mostHeld).isEqualTo(2);
    }

    @ParameterizedTest(
            name = "segments of {0} bytes, {1} of them, {2} descriptors: requests of {3} bytes in {4} segments")
    @CsvSource({
        "4096,126,256,32768,8",
        "65536,1,256,32768,1",
        "10000,3,256,29696,3",
        "10000,0,256,9728,1",
        "512,64,16,7168,14",
        "-1,-1,4,32768,1"
    })
    void whatTheDeviceTakesLimitsRequests(int size, int count, int descriptors, int requestBytes, int segments)
            throws BlockFault {
        SimulatedDisk limited = new SimulatedDisk(VirtioBlock.SIZE_MAX | VirtioBlock.SEG_MAX, SECTORS, 2);
        limited.configure(8, size);
        limited.configure(12, count);
        limited.transport.maximumQueueSize = descriptors;
        VirtioBlock driver = limited.start();
        byte[] bytes = random(5 * requestBytes & -512, 8);
        driver.write(512, ByteBuffer.wrap(bytes));
        assertThat(limited.bytes).startsWith(new byte[512]).containsSequence(bytes);
        assertThat(limited.requests).hasSize(5).allMatch(request -> request.dataBytes() == requestBytes);
        assertThat(limited.requests.getFirst().chain().buffers()).hasSize(2 + segments);
        ByteBuffer target = ByteBuffer.allocate(bytes.length);
        driver.read(512, target);
        assertThat(bytes(target)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0,126,256", "511,1,256", "100,5,256", "32768,1,2", "32768,1,1", "256,2,2"})
    void aDiskThatTakesNoSectorIsRefused(int size, int count, int descriptors) {
        SimulatedDisk limited = new SimulatedDisk(VirtioBlock.SIZE_MAX | VirtioBlock.SEG_MAX, SECTORS, 2);
        limited.configure(8, size);
        limited.configure(12, count);
        limited.transport.maximumQueueSize = descriptors;
        assertThatThrownBy(limited::start)
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("virtio-blk at simulated slot takes no");
        assertThat(limited.transport.status).isZero();
    }

    @Test
    void whatWasFlushedSurvivesAPowerCutAndWhatWasNotNeedNot() throws BlockFault {
        VirtioBlock driver = disk.start();
        byte[] bytes = random(4096, 9);
        driver.write(8192, ByteBuffer.wrap(bytes));
        assertThat(disk.stable).as("before").containsOnly(0);
        driver.flush();
        assertThat(disk.stable).as("after").isEqualTo(disk.bytes).containsSequence(bytes);
        assertThat(disk.requests.getLast().dataBytes()).isZero();
        assertThat(disk.requests.getLast().sector()).isZero();
    }

    @Test
    void aDiskWithoutFlushWritesThrough() throws BlockFault {
        SimulatedDisk plain = new SimulatedDisk(0, SECTORS, 3);
        VirtioBlock driver = plain.start();
        byte[] bytes = random(4096, 10);
        driver.write(0, ByteBuffer.wrap(bytes));
        assertThat(plain.stable).startsWith(bytes);
        driver.flush();
        assertThat(plain.requests).allMatch(request -> request.type() == SimulatedDisk.WRITE);
    }

    @Test
    void whatIsDiscardedIsCutToWhatTheDeviceTakes() throws BlockFault {
        SimulatedDisk discarding = new SimulatedDisk(VirtioBlock.DISCARD, SECTORS, 4);
        discarding.configure(36, 100);
        VirtioBlock driver = discarding.start();
        driver.discard(1024, 250 * 512);
        assertThat(discarding.requests)
                .hasSize(3)
                .allMatch(request -> request.type() == SimulatedDisk.DISCARD && request.sector() == 0);
        for (int i = 0; i < SECTORS; i++) {
            assertThat(discarding.bytes[i * 512]).isEqualTo(i >= 2 && i < 252 ? SimulatedDisk.DISCARDED : 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,100", "8192,0", "8224,100"}) // not negotiated, nothing at once, read-only
    void whereNothingCanBeDiscardedNothingIsAsked(long features, int most) throws BlockFault {
        SimulatedDisk keeping = new SimulatedDisk(features, SECTORS, 5);
        keeping.configure(36, most);
        VirtioBlock driver = keeping.start();
        driver.discard(0, 512);
        assertThat(keeping.requests).isEmpty();
        assertThatThrownBy(() -> driver.discard(0, (SECTORS + 1) * 512L)).isInstanceOf(BlockFault.class);
    }

    @Test
    void aReadOnlyDiskIsNotEvenAsked() throws BlockFault {
        SimulatedDisk fixed = new SimulatedDisk(VirtioBlock.READ_ONLY, SECTORS, 6);
        VirtioBlock driver = fixed.start();
        assertThatThrownBy(() -> driver.write(512, sectors(1))).isInstanceOfSatisfying(BlockFault.class, fault -> {
            assertThat(fault.reason()).isEqualTo(BlockFault.Cause.READ_ONLY);
            assertThat(fault.position()).isEqualTo(512);
        });
        assertThat(fixed.requests).isEmpty();
        driver.read(0, sectors(1));
    }

    @ParameterizedTest
    @CsvSource({"2097152,512", "2096640,1024", "-512,512", "9223372036854775296,1024", "-9223372036854775808,0"})
    void thereIsNothingOutsideTheDisk(long position, int length) {
        VirtioBlock driver = disk.start();
        ByteBuffer buffer = ByteBuffer.allocate(length);
        assertOutOfRange(() -> driver.read(position, buffer), position);
        assertOutOfRange(() -> driver.write(position, buffer), position);
        assertOutOfRange(() -> driver.discard(position, length), position);
        assertThat(disk.requests).isEmpty();
    }

    private static void assertOutOfRange(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, long position) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BlockFault.class, fault -> {
            assertThat(fault.reason()).isEqualTo(BlockFault.Cause.OUT_OF_RANGE);
            assertThat(fault.position()).isEqualTo(position);
        });
    }

    @ParameterizedTest
    @CsvSource({"1,512", "511,512", "0,1", "512,513"})
    void whatIsNoSectorIsAMistakeOfTheCaller(long position, int length) {
        VirtioBlock driver = disk.start();
        ByteBuffer buffer = ByteBuffer.allocate(length);
        assertThatThrownBy(() -> driver.read(position, buffer)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> driver.write(position, buffer)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> driver.discard(position, length))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(length + " bytes at byte " + position + " are no sectors of 512 bytes");
    }

    @Test
    void nothingIsReadIntoWhatCannotBeChanged() {
        VirtioBlock driver = disk.start();
        ByteBuffer fixed = sectors(1).asReadOnlyBuffer();
        assertThatThrownBy(() -> driver.read(0, fixed)).isInstanceOf(ReadOnlyBufferException.class);
        assertThat(disk.requests).isEmpty();
    }

    @Test
    void nothingIsAskedForNothing() throws BlockFault {
        VirtioBlock driver = disk.start();
        driver.read(SECTORS * 512, sectors(0));
        driver.write(0, sectors(0));
        driver.discard(0, 0);
        assertThat(disk.requests).isEmpty();
    }

    @Test
    void anInterruptOfTheThreadNeitherEndsARequestNorIsItLost() throws BlockFault {
        VirtioBlock driver = disk.start();
        Thread.currentThread().interrupt();
        driver.write(0, ByteBuffer.wrap(random(1024, 11)));
        ByteBuffer target = sectors(2);
        driver.read(0, target);
        driver.flush();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(bytes(target)).isEqualTo(random(1024, 11));
    }
}
