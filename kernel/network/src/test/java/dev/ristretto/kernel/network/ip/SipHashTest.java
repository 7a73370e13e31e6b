package dev.ristretto.kernel.network.ip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** SipHash against its reference. */
class SipHashTest {
    @Test
    void sipHashEqualsTheReference() {
        // First 16 bytes 0 to 15 under the key 0 to 15, from the authors' test vectors.
        SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        assertThat(hash.hash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L)).isEqualTo(0x3f2acc7f57c29bdbL);
    }
}
