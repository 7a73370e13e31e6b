package dev.ristretto.kernel.posix;

import static dev.ristretto.kernel.posix.Failing.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.posix.event.EventCounter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventCounterTest {
    private final EventCounter counter = new EventCounter();
    private final ByteBuffer number = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void signalsAddUpUntilTheyAreRead() throws PosixException {
        counter.signal();
        counter.signal();
        assertThat(counter.read(number)).isEqualTo(8);
        assertThat(number.getLong(0)).isEqualTo(2);
        assertThat(counter.readiness()).isEqualTo(PollEvents.OUT);
    }

    @Test
    void writingAddsTheNumber() throws PosixException {
        counter.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 40));
        counter.signal();
        counter.read(number);
        assertThat(number.getLong(0)).isEqualTo(41);
    }

    @Test
    void aCounterAtZeroBlocksItsReader() throws Exception {
        Background<Integer> reader = Background.untilItWaits(() -> counter.read(number));
        counter.signal();
        assertThat(reader.result()).isEqualTo(8);
    }

    @Test
    void aFullCounterBlocksItsWriter() throws Exception {
        counter.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, -2));
        assertThat(counter.readiness()).isEqualTo(PollEvents.IN);
        Background<Integer> writer = Background.untilItWaits(() -> counter.write(
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 1)));
        counter.read(number);
        assertThat(writer.result()).isEqualTo(8);
    }

    @Test
    void lessThanEightBytesAreInvalid() {
        assertErrno(Errno.EINVAL, () -> counter.read(ByteBuffer.allocate(7)));
        assertErrno(Errno.EINVAL, () -> counter.write(ByteBuffer.allocate(7)));
    }

    @Test
    void aSemaphoreGivesOneAtATime() throws PosixException {
        EventCounter semaphore = new EventCounter(2, true);
        semaphore.setNonBlocking(true);
        assertThat(semaphore.read(number)).isEqualTo(8);
        assertThat(number.getLong(0)).isEqualTo(1);
        number.clear();
        assertThat(semaphore.read(number)).isEqualTo(8);
        number.clear();
        assertThat(semaphore.read(number)).isEqualTo(OpenFile.WOULD_BLOCK);
    }
}
