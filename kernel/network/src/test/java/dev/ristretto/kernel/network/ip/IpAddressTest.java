package dev.ristretto.kernel.network.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Addresses as text. */
class IpAddressTest {
    @Test
    void addressesAreReadAndWritten() {
        assertThat(Ipv4.format(Ipv4.parse("192.0.2.255"))).isEqualTo("192.0.2.255");
        assertThat(Ipv4.parse("127.0.0.1")).isEqualTo(Ipv4.LOOPBACK);
        for (String wrong :
                new String[] {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1..2.3", "a.b.c.d", "1.2.3.4 ", "1.2.3."}) {
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> Ipv4.parse(wrong));
        }
    }
}
