package dev.ristretto.kernel.device.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.device.virtio.SimulatedMemory;
import dev.ristretto.kernel.device.virtio.SimulatedQueue;
import dev.ristretto.kernel.device.virtio.SimulatedTransport;
import dev.ristretto.kernel.device.virtio.VirtioDevice;
import dev.ristretto.kernel.filesystem.FileFault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtioFolderTest {
    private final SimulatedMemory memory = new SimulatedMemory();
    private final SimulatedTransport transport =
            new SimulatedTransport(memory, VirtioFolder.MOUNT_TAG | VirtioDevice.EVENT_INDEX);
    private final byte[] reply = new byte[VirtioFolder.LARGEST];
    private int claimed = -1;

    /** The device answers with what it was asked, backwards. */
    private void answer() {
        SimulatedQueue queue = transport.queue(VirtioFolder.QUEUE);
        SimulatedQueue.Chain chain = Objects.requireNonNull(queue.popChain(), "the driver waits for nothing");
        assertThat(chain.buffers()).hasSize(2);
        ByteBuffer request = chain.buffers().getFirst().memory().asByteBuffer();
        ByteBuffer room = chain.buffers().getLast().memory().asByteBuffer();
        int length = request.remaining();
        for (int i = 0; i < length; i++) {
            room.put(length - 1 - i, request.get(i));
        }
        queue.complete(chain, claimed < 0 ? length : claimed);
        if (queue.publish()) {
            transport.interrupt();
        }
        queue.sleep();
    }

    private VirtioFolder start(String tag) {
        byte[] name = tag.getBytes(StandardCharsets.US_ASCII);
        transport.configuration[0] = (byte) name.length;
        System.arraycopy(name, 0, transport.configuration, 2, name.length);
        return VirtioFolder.start(transport, memory);
    }

    private String exchange(VirtioFolder folder, String text) throws FileFault {
        int length = folder.exchange(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), reply);
        return new String(reply, 0, length, StandardCharsets.US_ASCII);
    }

    @Test
    void theDeviceSaysItsName() {
        assertThat(start("folder3").tag()).isEqualTo("folder3");
    }

    @Test
    void aDeviceMayHaveNoName() {
        transport.offered &= ~VirtioFolder.MOUNT_TAG;
        assertThat(start("folder3").tag()).isEmpty();
    }

    @Test
    void aRequestIsAnsweredWhileTheDriverWaits() throws Exception {
        VirtioFolder folder = start("folder0");
        transport.onWait = this::answer;
        for (int i = 0; i < 1000; i++) {
            assertThat(exchange(folder, "request " + i))
                    .isEqualTo(new StringBuilder("request " + i).reverse().toString());
        }
    }

    @Test
    void anAnswerBeforeTheWaitIsTakenWithoutWaiting() throws Exception {
        VirtioFolder folder = start("folder0");
        transport.onNotify = this::answer;
        assertThat(exchange(folder, "abc")).isEqualTo("cba");
        assertThat(exchange(folder, "x".repeat(VirtioFolder.LARGEST))).hasSize(VirtioFolder.LARGEST);
    }

    /** It takes what room there is, so that a reply that is longer than that cannot be. */
    @Test
    void theReplyHasTheRoomOfTheCaller() throws Exception {
        VirtioFolder folder = start("folder0");
        transport.onWait = () -> {
            SimulatedQueue queue = transport.queue(VirtioFolder.QUEUE);
            SimulatedQueue.Chain chain = Objects.requireNonNull(queue.popChain());
            assertThat(chain.buffers().getLast().length()).isEqualTo(10);
            queue.complete(chain, 10);
            if (queue.publish()) {
                transport.interrupt();
            }
        };
        byte[] small = new byte[10];
        Arrays.fill(small, (byte) 1);
        assertThat(folder.exchange(ByteBuffer.wrap(new byte[7]), small)).isEqualTo(10);
        assertThat(small).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {VirtioFolder.LARGEST + 1, Integer.MAX_VALUE})
    void aLengthBeyondTheRoomStopsTheDevice(int length) {
        VirtioFolder folder = start("folder0");
        transport.onWait = this::answer;
        claimed = length;
        fails(folder);
        assertThat(transport.status).as("reset").isZero();
        claimed = -1;
        fails(folder);
    }

    @Test
    void aDeviceThatNeedsAResetIsStopped() {
        VirtioFolder folder = start("folder0");
        transport.onWait = () -> transport.status |= 64;
        fails(folder);
        assertThat(transport.status).isZero();
    }

    @Test
    void aDeviceThatWasLetGoIsAskedNothing() {
        VirtioFolder folder = start("folder0");
        folder.close();
        assertThat(transport.status).isZero();
        fails(folder);
    }

    private void fails(VirtioFolder folder) {
        assertThatThrownBy(() -> exchange(folder, "abc"))
                .isInstanceOfSatisfying(
                        FileFault.class, fault -> assertThat(fault.reason()).isEqualTo(FileFault.Reason.IO));
    }

    @Test
    void aDeviceWithoutAQueueIsRefused() {
        transport.maximumQueueSize = 0;
        assertThatThrownBy(() -> start("folder0"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("virtio-9p");
    }
}
