package dev.ristretto.build.linker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallFramesTest {
    private static final long TEXT = 0x1000_0020_0000L;
    private static final int COMMON_ENTRY = 24;

    @Test
    void everyEntryFillsWholeAddresses() {
        MethodFrame frame = new MethodFrame(0, 100, 48, List.of(new MethodFrame.Change(4, true)));
        ByteBuffer section = section(List.of(frame, frame));
        int entries = 0;
        while (section.hasRemaining()) {
            int length = section.getInt();
            assertThat((length + 4) % 8).isZero();
            section.position(section.position() + length);
            entries++;
        }
        assertThat(entries).isEqualTo(3);
    }

    @Test
    void theCallerIsFoundByTheStackPointerAlone() {
        ByteBuffer section = section(List.of());
        assertThat(section.getInt()).isEqualTo(COMMON_ENTRY - 4);
        assertThat(section.getInt()).isEqualTo(-1);
        byte[] entry = new byte[12];
        section.get(entry);
        // Version 4, addresses of 8 bytes, units of 1 and -8; CFA = rsp + 8, return address (16) at CFA - 8.
        assertThat(entry).containsExactly(4, 0, 8, 0, 1, 0x78, 16, 0x0c, 7, 8, 0x90, 1);
    }

    @Test
    void theFrameBeginsAndEndsWhereTheMethodSaysSo() {
        MethodFrame frame = new MethodFrame(
                0x40,
                0x400,
                208,
                List.of(
                        new MethodFrame.Change(4, true),
                        new MethodFrame.Change(90, false),
                        new MethodFrame.Change(0x300, true)));
        ByteBuffer section = section(List.of(frame));
        section.position(COMMON_ENTRY + 4);
        assertThat(section.getInt()).isZero();
        assertThat(section.getLong()).isEqualTo(TEXT + 0x40);
        assertThat(section.getLong()).isEqualTo(0x400);
        byte[] instructions = new byte[14];
        section.get(instructions);
        // Advance by 4, CFA = rsp + 208 (LEB128 d0 01); by 86 (in a byte of its own), + 8; by 678 (four bytes), + 208.
        assertThat(instructions).containsExactly(0x44, 0x0e, 0xd0, 1, 0x02, 86, 0x0e, 8, 0x04, 0xa6, 0x02, 0, 0, 0x0e);
    }

    private static ByteBuffer section(List<MethodFrame> frames) {
        return ByteBuffer.wrap(CallFrames.encode(frames, TEXT)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
