package dev.ristretto.kernel.network.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Addresses as text. */
class IpAddressTest {
    @Test
    void addressesAreReadAndWritten() {
        assertThat(IpAddress.parse("192.0.2.255")).hasToString("192.0.2.255");
        assertThat(IpAddress.parse("127.0.0.1")).isEqualTo(IpAddress.LOOPBACK);
        for (String wrong :
                new String[] {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1..2.3", "a.b.c.d", "1.2.3.4 ", "1.2.3."}) {
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> IpAddress.parse(wrong));
        }
    }

    @Test
    void addressesWithTheSameBitsAreEqualWhereverTheyComeFrom() {
        IpAddress one = IpAddress.ofV4(0x0a00_0001);
        for (int i = 0; i < 1000; i++) {
            IpAddress unused = IpAddress.ofV4(i);
        }
        assertThat(IpAddress.of(10, 0, 0, 1)).isEqualTo(one).hasSameHashCodeAs(one);
        assertThat(IpAddress.of(10, 0, 0, 2)).isNotEqualTo(one);
        assertThat(IpAddress.ofV4(0)).isEqualTo(IpAddress.ANY);
        assertThat(IpAddress.ofV4(-1)).isEqualTo(IpAddress.BROADCAST);
    }

    @Test
    void classesAreThoseOfTheSpecification() {
        assertThat(IpAddress.of(127, 255, 255, 255).isLoopback()).isTrue();
        assertThat(IpAddress.of(128, 0, 0, 1).isLoopback()).isFalse();
        assertThat(IpAddress.of(224, 0, 0, 0).isMulticast()).isTrue();
        assertThat(IpAddress.of(239, 255, 255, 255).isMulticast()).isTrue();
        assertThat(IpAddress.of(240, 0, 0, 0).isMulticast()).isFalse();
        assertThat(IpAddress.ANY.isAny()).isTrue();
        assertThat(IpAddress.BROADCAST.isBroadcast()).isTrue();
    }
}
