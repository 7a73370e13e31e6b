package dev.ristretto.kernel.device.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.device.virtio.VirtioDevice;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import java.nio.ByteBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a disk tells when its device fails, lies or is gone. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VirtioBlockFaultTest {
    private static final int SECTORS = 4096;

    private final SimulatedDisk disk =
            new SimulatedDisk(VirtioBlock.FLUSH | VirtioBlock.DISCARD | VirtioDevice.EVENT_INDEX, SECTORS, 1);
    private final VirtioBlock driver;

    VirtioBlockFaultTest() {
        disk.configure(36, 64);
        driver = disk.start();
    }

    private static ByteBuffer sectors(int count) {
        return ByteBuffer.allocate(count * 512);
    }

    private static void assertFault(ThrowingCallable call, BlockFault.Cause reason, long position, String text) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(BlockFault.class, fault -> {
                    assertThat(fault.reason()).isEqualTo(reason);
                    assertThat(fault.position()).isEqualTo(position);
                })
                .hasMessageContaining("virtio-blk at simulated slot")
                .hasMessageContaining(text);
    }

    /** The request fails for {@code reason}, and so does whatever comes later, at once and without a request. */
    private void assertGone(ThrowingCallable call, long position, String reason) {
        assertFault(call, BlockFault.Cause.GONE, position, reason);
        assertThat(disk.transport.statusWrites).as("reset").endsWith(0);
        int before = disk.requests.size();
        disk.transport.onWait = () -> {
            throw new AssertionError("nothing is to be waited for");
        };
        assertFault(() -> driver.read(512, sectors(1)), BlockFault.Cause.GONE, 512, reason);
        assertFault(() -> driver.write(1024, sectors(9)), BlockFault.Cause.GONE, 1024, reason);
        assertFault(driver::flush, BlockFault.Cause.GONE, -1, reason);
        assertFault(() -> driver.discard(0, 512), BlockFault.Cause.GONE, 0, reason);
        assertThat(disk.requests).hasSize(before);
    }

    @Test
    void aFailureOfTheMediumSaysWhereItIsAndTheRestGoesOn() throws BlockFault {
        disk.verdict = request -> request.sector() == 192 ? 1 : 0;
        assertFault(
                () -> driver.read(0, sectors(1024)),
                BlockFault.Cause.MEDIUM,
                192 * 512,
                "reports an I/O error for READ");
        assertFault(
                () -> driver.write(192 * 512, sectors(1)),
                BlockFault.Cause.MEDIUM,
                192 * 512,
                "an I/O error for WRITE");
        driver.read(0, sectors(64));
        driver.write(0, sectors(64));
    }

    @Test
    void aRequestThatIsNotSupportedIsAFailureOfTheMedium() {
        disk.verdict = request -> 2;
        assertFault(() -> driver.read(512, sectors(1)), BlockFault.Cause.MEDIUM, 512, "does not support READ");
        assertFault(driver::flush, BlockFault.Cause.MEDIUM, -1, "does not support FLUSH");
        assertFault(() -> driver.discard(1024, 512), BlockFault.Cause.MEDIUM, 1024, "does not support DISCARD");
    }

    @Test
    void aFlushThatFailsIsTold() throws BlockFault {
        disk.verdict = request -> request.type() == SimulatedDisk.FLUSH ? 1 : 0;
        assertFault(driver::flush, BlockFault.Cause.MEDIUM, -1, "I/O error for FLUSH");
        disk.verdict = request -> 0;
        driver.flush();
    }

    @Test
    void aDiscardThatFailsSaysWhichPart() {
        int[] count = new int[1];
        disk.verdict = request -> ++count[0] == 2 ? 1 : 0;
        assertFault(() -> driver.discard(0, 200 * 512), BlockFault.Cause.MEDIUM, 64 * 512, "I/O error for DISCARD");
        assertThat(disk.requests).hasSize(2);
    }

    @Test
    void aRequestThatFailedHasNothingInFlightAnyMore() {
        disk.verdict = request -> request.sector() == 0 ? 1 : 0;
        assertFault(() -> driver.write(0, sectors(512)), BlockFault.Cause.MEDIUM, 0, "I/O error");
        assertThat(disk.held).isEmpty();
        assertThat(disk.requests).hasSize(8);
    }

    @Test
    void theBuffersPositionStaysWhenARequestFails() {
        disk.verdict = request -> request.sector() == 64 ? 1 : 0;
        ByteBuffer buffer = sectors(512);
        assertThatThrownBy(() -> driver.read(0, buffer)).isInstanceOf(BlockFault.class);
        assertThatThrownBy(() -> driver.write(0, buffer)).isInstanceOf(BlockFault.class);
        assertThat(buffer.position()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 127, 255})
    void anUnknownStatusEndsTheDevice(int status) {
        disk.verdict = request -> status;
        assertGone(() -> driver.read(0, sectors(1)), 0, "unknown status " + status);
    }

    @Test
    void aStatusThatIsNotWrittenEndsTheDevice() {
        disk.transport.onWait = () -> {
            disk.receive();
            disk.transport.queue(0).complete(disk.held.getFirst().chain(), 0);
            disk.publish();
        };
        assertGone(() -> driver.read(0, sectors(1)), 0, "unknown status 255");
    }

    @Test
    void aDeviceThatClaimsTooManyBytesIsEnded() {
        disk.lie = 1;
        assertGone(() -> driver.read(0, sectors(1)), 0, "claims to have written 514 bytes to a buffer of 513");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -512})
    void aDeviceThatClaimsTooFewBytesIsBelieved(int lie) throws BlockFault {
        disk.lie = lie;
        disk.bytes[5] = 7;
        ByteBuffer target = sectors(1);
        driver.read(0, target);
        assertThat(target.get(5)).isEqualTo((byte) 7);
    }

    @Test
    void aDescriptorThatTheDeviceDoesNotOwnEndsIt() {
        disk.transport.onWait = () -> {
            disk.receive();
            disk.transport
                    .queue(0)
                    .completeRaw(disk.held.getFirst().chain().buffers().get(1).id(), 0);
            disk.publish();
        };
        assertGone(() -> driver.read(0, sectors(1)), 0, "which it does not own");
    }

    @Test
    void answersBeforeTheRequestsEndTheDevice() {
        disk.transport.queue(0).skipUsed(3);
        disk.transport.onWait = () -> disk.publish();
        assertGone(driver::flush, -1, "returned 3 buffers but owns only 1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDeviceThatNeedsAResetIsEndedWithOrWithoutAnInterrupt(boolean interrupts) {
        disk.transport.onWait = () -> {
            disk.transport.status |= 64;
            if (interrupts) {
                disk.transport.interrupt();
            }
        };
        assertGone(() -> driver.write(512, sectors(2048)), 512, "DEVICE_NEEDS_RESET");
    }

    @Test
    void aDeviceThatSomebodyElseHasResetIsEnded() {
        disk.transport.onWait = () -> disk.transport.status = 0;
        assertGone(() -> driver.read(512, sectors(1)), 512, "was reset, but not by its driver");
    }

    @Test
    void aDeviceThatVanishesIsEndedThoughItsResetIsNeverOver() {
        disk.transport.onWait = () -> disk.transport.vanished = true;
        assertGone(() -> driver.read(512, sectors(2048)), 512, "DEVICE_NEEDS_RESET");
    }

    @Test
    void aDeviceThatIsSlowIsWaitedFor() throws BlockFault {
        int[] waits = new int[1];
        disk.transport.onWait = () -> {
            if (++waits[0] == 1000) {
                disk.work();
            }
        };
        driver.read(0, sectors(1));
        assertThat(waits[0]).isEqualTo(1000);
    }

    @Test
    void aDeviceThatBreaksAtTheStartIsRefused() {
        SimulatedDisk broken = new SimulatedDisk(0, SECTORS, 2);
        broken.lie = 100;
        assertThatThrownBy(broken::start)
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("claims to have written");
        assertThat(broken.transport.status).isZero();
    }

    @Test
    void whatWasAnsweredBeforeTheDeviceBrokeIsNoFailure() throws BlockFault {
        disk.transport.onWait = () -> {
            disk.work();
            disk.transport.status |= 64;
        };
        driver.read(0, sectors(1));
        disk.transport.onWait = () -> {};
        assertGone(() -> driver.read(0, sectors(1)), 0, "DEVICE_NEEDS_RESET");
    }
}
