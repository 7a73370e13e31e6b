package dev.ristretto.kernel.machine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RawMemoryTest {
    private final RawMemory memory = RawMemory.at(Arena.global().allocate(16, 8).address(), 16);

    @Test
    void valuesAreLittleEndian() {
        memory.putIntVolatile(4, 0x0403_0201);
        assertThat(memory.getByte(4)).isEqualTo((byte) 1);
        assertThat(memory.getShort(6)).isEqualTo((short) 0x0403);
    }

    @Test
    void everyAccessBeyondTheWindowIsRefused() {
        assertThatThrownBy(() -> memory.getLong(9)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.putByteVolatile(16, (byte) 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.getInt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.clear(8, 9)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.get(0, new byte[4], 1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.slice(8, 16)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aSliceSeesTheSameMemoryFromItsOwnStart() {
        memory.slice(8, 8).putLong(0, 42);
        assertThat(memory.getLong(8)).isEqualTo(42);
    }

    @Test
    void aBufferSharesTheMemory() {
        ByteBuffer buffer = memory.asByteBuffer();
        buffer.putInt(12, 7);
        assertThat(memory.getInt(12)).isEqualTo(7);
        assertThat(buffer.capacity()).isEqualTo(16);
    }
}
