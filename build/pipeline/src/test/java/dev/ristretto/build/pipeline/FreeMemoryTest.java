package dev.ristretto.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FreeMemoryTest {
    @Test
    void littleMemoryIsWarnedOfAndSwapCounts() {
        String form = "MemTotal: 8000000 kB\nMemFree:  100000 kB\nMemAvailable:  %d kB\nSwapFree:  %d kB\n";

        assertThat(FreeMemory.warning(form.formatted(1 << 20, 1 << 20)))
                .hasValueSatisfying(line -> assertThat(line).startsWith("only 2048 MB of memory are free"));
        assertThat(FreeMemory.warning(form.formatted(1 << 20, 2 << 20))).isEmpty();
        assertThat(FreeMemory.warning("")).isEmpty();
    }
}
