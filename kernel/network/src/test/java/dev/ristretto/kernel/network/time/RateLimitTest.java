package dev.ristretto.kernel.network.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The token bucket. */
class RateLimitTest {
    @Test
    void aRateLimitAllowsBurstAndRate() {
        RateLimit limit = new RateLimit(10, 5);
        long now = 1_000_000_000_000L;
        int allowed = 0;
        for (int i = 0; i < 100; i++) {
            allowed += limit.tryTake(now) ? 1 : 0;
        }
        assertThat(allowed).isEqualTo(5);
        for (int i = 0; i < 1000; i++) {
            now += 10_000_000;
            allowed += limit.tryTake(now) ? 1 : 0;
        }
        assertThat(allowed).isBetween(100, 106);
    }
}
