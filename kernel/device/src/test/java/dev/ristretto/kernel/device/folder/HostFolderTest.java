package dev.ristretto.kernel.device.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.device.virtio.SimulatedMemory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.LittleEndian;
import dev.ristretto.kernel.machine.memory.RawMemory;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostFolderTest {
    private static final int LARGEST = 64 << 10;

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final Random random = new Random(5);
    private ByteBuffer coming = ByteBuffer.allocate(0);
    private long failure;

    /** Moves few bytes at a time, and often none because a signal came. */
    private final HostFolder.Stream stream = new HostFolder.Stream() {
        @Override
        public long write(RawMemory source, int length) {
            if (failure != 0 || random.nextInt(3) == 0) {
                return failure == 0 ? -ErrorNumbers.EINTR : failure;
            }
            byte[] some = new byte[1 + random.nextInt(length)];
            source.get(0, some, 0, some.length);
            sent.writeBytes(some);
            return some.length;
        }

        @Override
        public long read(RawMemory target, int length) {
            if (coming.hasRemaining() && random.nextInt(3) == 0) {
                return -ErrorNumbers.EINTR;
            }
            int count = Math.min(coming.remaining(), 1 + random.nextInt(length));
            for (int i = 0; i < count; i++) {
                target.putByteVolatile(i, coming.get());
            }
            return count;
        }
    };

    private final HostFolder folder = new HostFolder(stream, new SimulatedMemory());

    private byte[] message(int size, int claimed) {
        byte[] message = new byte[size];
        random.nextBytes(message);
        LittleEndian.put32(message, 0, claimed);
        return message;
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 100, LARGEST})
    void messagesGoAndComeInPieces(int size) throws Exception {
        byte[] request = message(size, size);
        byte[] answer = message(size, size);
        coming = ByteBuffer.wrap(answer);
        byte[] reply = new byte[size];
        assertThat(folder.exchange(ByteBuffer.wrap(request), reply)).isEqualTo(size);
        assertThat(reply).isEqualTo(answer);
        assertThat(sent.toByteArray()).isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6, -1, 101, LARGEST + 1})
    void aReplyOfAnImpossibleSizeFails(int claimed) {
        coming = ByteBuffer.wrap(message(100, claimed));
        fails(new byte[100]);
    }

    @Test
    void aServerThatIsGoneFails() {
        coming = ByteBuffer.wrap(message(50, 100));
        fails(new byte[100]);
        failure = -ErrorNumbers.EPIPE;
        fails(new byte[100]);
    }

    private void fails(byte[] reply) {
        assertThatThrownBy(() -> folder.exchange(ByteBuffer.wrap(message(20, 20)), reply))
                .isInstanceOfSatisfying(
                        FileFault.class, fault -> assertThat(fault.reason()).isEqualTo(FileFault.Reason.IO));
    }
}
