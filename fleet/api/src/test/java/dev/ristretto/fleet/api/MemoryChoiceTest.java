package dev.ristretto.fleet.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.fleet.api.error.FleetException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryChoiceTest {
    @Test
    void withoutAWishLargeImagesGetMoreInProportion() {
        assertThat(megabytes(20)).isEqualTo(64);
        assertThat(megabytes(32)).isEqualTo(64);
        assertThat(megabytes(62)).isEqualTo(184);
        assertThat(megabytes(108)).isEqualTo(368);
    }

    private static long megabytes(long floor) {
        return MemoryChoice.of(floor << 20, () -> 0, Optional.empty()).bytes() >> 20;
    }

    @Test
    void lessThanTheFloorIsWarnedOfAndLessThanTheImageRefused() {
        assertThat(MemoryChoice.of(20 << 20, () -> 10 << 20, Optional.of(16L << 20))
                        .warning())
                .hasValueSatisfying(warning -> assertThat(warning).startsWith("16 MiB is less than the 20 MiB"));
        assertThat(MemoryChoice.of(20 << 20, () -> 10 << 20, Optional.of(20L << 20))
                        .warning())
                .isEmpty();
        assertThatThrownBy(() -> MemoryChoice.of(20 << 20, () -> 10 << 20, Optional.of(11L << 20)))
                .isInstanceOf(FleetException.class)
                .hasMessageContaining("too little memory");
    }
}
