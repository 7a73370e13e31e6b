package dev.ristretto.fleet.daemon.instance;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecificationLimitsTest {

    private final Specification small = SimulatedFleet.specification("shop", "no");

    @Test
    void thereAreOnlySoMany() {
        SpecificationLimits limits = new SpecificationLimits(3, 1 << 20);
        assertThatCode(() -> limits.requireRoom("instances", Collections.nCopies(2, small), small))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> limits.requireRoom("instances", Collections.nCopies(3, small), small))
                .isInstanceOf(FleetException.class)
                .hasMessageStartingWith("There are 3 instances already");
    }

    @Test
    void theyTakeOnlySoMuchMemory() {
        SpecificationLimits limits = new SpecificationLimits(1000, 100_000);
        Specification large = small.with(Map.of("a", "b".repeat(5_000)), null);
        assertThatCode(() -> limits.requireRoom("services", Collections.nCopies(8, large), large))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> limits.requireRoom("services", Collections.nCopies(9, large), large))
                .isInstanceOf(FleetException.class)
                .hasMessageContaining("of all services together would take");
        assertThatCode(() -> limits.requireRoom("services", List.of(), small)).doesNotThrowAnyException();
    }
}
