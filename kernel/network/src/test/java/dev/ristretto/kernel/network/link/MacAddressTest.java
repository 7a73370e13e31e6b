package dev.ristretto.kernel.network.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Ethernet addresses as text and bytes. */
class MacAddressTest {
    @Test
    void anAddressIsReadAndWritten() {
        assertThat(new MacAddress(0x5254_00ab_cdefL)).hasToString("52:54:00:ab:cd:ef");
        assertThat(MacAddress.of(new MacAddress(0x5254_00ab_cdefL).toBytes()))
                .isEqualTo(new MacAddress(0x5254_00ab_cdefL));
    }
}
