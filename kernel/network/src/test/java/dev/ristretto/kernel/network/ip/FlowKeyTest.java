package dev.ristretto.kernel.network.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Ends of flows. */
class FlowKeyTest {
    private static final Endpoint HERE = new Endpoint(IpAddress.of(192, 0, 2, 1), 80);
    private static final Endpoint THERE = new Endpoint(IpAddress.of(192, 0, 2, 2), 65535);

    @Test
    void aKeyMatchesItsOwnEndsOnly() {
        FlowKey key = new FlowKey(HERE, THERE);
        int here = HERE.address().v4();
        int there = THERE.address().v4();
        assertThat(key.matches(here, 80, there, 65535)).isTrue();
        assertThat(key.matches(there, 65535, here, 80)).isFalse();
        assertThat(key.matches(here, 81, there, 65535)).isFalse();
        assertThat(key.matches(here, 80, there, 65534)).isFalse();
        assertThat(key.matches(here + 1, 80, there, 65535)).isFalse();
        assertThat(key.matches(here, 80, there + 1, 65535)).isFalse();
        assertThat(key.ports()).isEqualTo(80 << 16 | 65535);
        assertThat(key).hasToString("192.0.2.1:80-192.0.2.2:65535");
    }

    @Test
    void aPortHasSixteenBits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Endpoint(IpAddress.ANY, 65536))
                .withMessageContaining("65536");
    }
}
