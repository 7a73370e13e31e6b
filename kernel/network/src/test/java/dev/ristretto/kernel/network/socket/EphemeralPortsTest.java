package dev.ristretto.kernel.network.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Free ports chosen at random. */
class EphemeralPortsTest {
    @Test
    void ephemeralPortsAreRandomAndInRange() {
        Random random = new Random(4);
        BitSet seen = new BitSet();
        for (int i = 0; i < 1000; i++) {
            seen.set(EphemeralPorts.choose(random, port -> true));
        }
        assertThat(seen.cardinality()).isGreaterThan(950);
        assertThat(seen.nextSetBit(0)).isGreaterThanOrEqualTo(EphemeralPorts.FIRST);
        assertThat(seen.length() - 1).isLessThanOrEqualTo(EphemeralPorts.LAST);
        assertThat(EphemeralPorts.choose(random, port -> false)).isZero();
    }
}
