package dev.ristretto.kernel.machine.layout.x86;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class SegmentTablesTest {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private final MemorySegment tables = Arena.global().allocate(SegmentTables.SIZE, 4096);
    private final long register = SegmentTables.set(tables.address(), 0x1122_3344_5566L, 0x6655_4433_2211L);

    @Test
    void theRegisterIsLoadedWithAllSegments() {
        assertThat(register + 10).isLessThanOrEqualTo(tables.address() + SegmentTables.SIZE);
        long offset = register - tables.address();
        assertThat(tables.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset)).isEqualTo((short) (7 * 8 - 1));
        assertThat(tables.get(LONG, offset + 2)).isEqualTo(tables.address());
    }

    /** Intel SDM volume 3, figure 8-4: the base of a task state is in four pieces. */
    @Test
    void theTaskSegmentLeadsToTheTaskState() {
        long low = tables.get(LONG, 0x18);
        long base = low >>> 16 & 0xff_ffffL | (low >>> 56) << 24 | tables.get(LONG, 0x20) << 32;
        assertThat(base).isEqualTo(tables.address() + 64);
        assertThat(low & 0xffff).as("limit").isEqualTo(103);
        assertThat(low >>> 40 & 0xff).as("an available 64-bit task state").isEqualTo(0x89);
    }

    @Test
    void theTaskStateHasTheStacksOfFaultsAndInterrupts() {
        assertThat(tables.get(LONG, 64 + 36)).isEqualTo(0x1122_3344_5566L);
        assertThat(tables.get(LONG, 64 + 44)).isEqualTo(0x6655_4433_2211L);
        assertThat(tables.get(ValueLayout.JAVA_SHORT_UNALIGNED, 64 + 102))
                .as("no map of ports")
                .isEqualTo((short) 104);
    }
}
