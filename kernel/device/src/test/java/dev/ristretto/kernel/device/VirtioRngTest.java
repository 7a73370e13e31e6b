package dev.ristretto.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.device.virtio.SimulatedMemory;
import dev.ristretto.kernel.device.virtio.SimulatedQueue;
import dev.ristretto.kernel.device.virtio.SimulatedTransport;
import dev.ristretto.kernel.device.virtio.VirtioDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtioRngTest {
    private final SimulatedMemory memory = new SimulatedMemory();
    private final SimulatedTransport transport = new SimulatedTransport(memory, VirtioDevice.EVENT_INDEX);

    private void answer(byte[] bytes, int claimed) {
        SimulatedQueue queue = transport.queue(0);
        SimulatedQueue.Buffer buffer = queue.take();
        buffer.memory().asByteBuffer().put(0, bytes);
        queue.complete(buffer, claimed);
        if (queue.publish()) {
            transport.interrupt();
        }
    }

    private byte[] read() {
        return VirtioRng.read(transport, memory, 64, 1_000_000);
    }

    @Test
    void theBytesOfTheHostArriveAndNoneStayInMemory() {
        byte[] random = new byte[64];
        new java.util.Random(1).nextBytes(random);
        transport.onWait = () -> answer(random, 64);
        assertThat(read()).isEqualTo(random);
        assertThat(transport.status).as("reset afterwards").isZero();
    }

    @Test
    void anAnswerBeforeTheWaitIsTakenWithoutWaiting() {
        transport.onNotify = () -> answer(new byte[64], 64);
        assertThat(read()).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63})
    void fewerBytesThanAskedForAreFine(int length) {
        transport.onWait = () -> answer(new byte[64], length);
        assertThat(read()).hasSize(length);
    }

    @Test
    void aSilentHostMeansNoBytesAndTheDeviceLetsGoOfTheBuffer() {
        assertThat(read()).isEmpty();
        assertThat(transport.status).isZero();
    }

    @Test
    void aLengthBeyondTheBufferIsRefusedAndTheDeviceReset() {
        transport.onWait = () -> answer(new byte[64], 65);
        assertThatThrownBy(this::read).isInstanceOf(DeviceException.class).hasMessageContaining("virtio-rng");
        assertThat(transport.status).isZero();
    }
}
