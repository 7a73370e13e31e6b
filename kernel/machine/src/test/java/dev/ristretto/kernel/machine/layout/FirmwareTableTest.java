package dev.ristretto.kernel.machine.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Tables as firmware writes them. */
class FirmwareTableTest {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private final MemorySegment memory = Arena.global().allocate(256, 16);

    private void write(String text, long offset) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, offset, bytes.length);
    }

    private long entry(int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            memory.set(ValueLayout.JAVA_BYTE, i, (byte) bytes[i]);
        }
        return memory.address();
    }

    @Test
    void anOldRootPointerHasAnAddressOfFourBytes() {
        write("RSD PTR ", 0);
        memory.set(INT, 16, 0xf00d_0000);
        assertThat(FirmwareTable.rootSignature(memory.address())).isEqualTo(FirmwareTable.ROOT_POINTER);
        assertThat(FirmwareTable.addressBytes(memory.address())).isEqualTo(4);
        assertThat(FirmwareTable.root(memory.address())).isEqualTo(0xf00d_0000L);
    }

    @Test
    void aNewOneHasEightIfThereIsSuchATable() {
        memory.set(ValueLayout.JAVA_BYTE, 15, (byte) 2);
        memory.set(INT, 16, 0x1000);
        assertThat(FirmwareTable.root(memory.address())).isEqualTo(0x1000);
        memory.set(LONG, 24, 0x1_2345_6000L);
        assertThat(FirmwareTable.addressBytes(memory.address())).isEqualTo(8);
        assertThat(FirmwareTable.root(memory.address())).isEqualTo(0x1_2345_6000L);
    }

    @Test
    void aTableTellsItsNameAndLength() {
        write("APIC", 0);
        memory.set(INT, 4, 0x80);
        assertThat(FirmwareTable.signature(memory.address())).isEqualTo(FirmwareTable.PROCESSORS);
        assertThat(FirmwareTable.length(memory.address())).isEqualTo(0x80);
        memory.set(INT, 36, -1);
        assertThat(FirmwareTable.address(memory.address(), 36, 4)).isEqualTo(0xffff_ffffL);
    }

    @Test
    void processorsThatAreEnabledHaveNumbers() {
        assertThat(FirmwareTable.processor(entry(0, 8, 3, 0xfe, 1, 0, 0, 0))).isEqualTo(0xfe);
        assertThat(FirmwareTable.processor(entry(9, 16, 0, 0, 0x10, 0x20, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0)))
                .isEqualTo(0x2010);
    }

    @Test
    void othersHaveNone() {
        assertThat(FirmwareTable.processor(entry(0, 8, 3, 1, 0, 0, 0, 0)))
                .as("disabled")
                .isEqualTo(-1);
        assertThat(FirmwareTable.processor(entry(0, 8, 3, 1, 2, 0, 0, 0)))
                .as("can be plugged in later")
                .isEqualTo(-1);
        assertThat(FirmwareTable.processor(entry(0, 4, 3, 1, 1, 0, 0, 0)))
                .as("too short")
                .isEqualTo(-1);
        assertThat(FirmwareTable.processor(entry(1, 12, 0, 0, 1, 0, 0, 0)))
                .as("an IO-APIC")
                .isEqualTo(-1);
    }
}
