package dev.ristretto.kernel.network.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The token bucket. */
class RateLimitTest {
    @Test
    void aRateLimitAllowsNoMoreThanBurstAndRateAndNobodyCanCount() {
        RateLimit limit = new RateLimit(10, 5, new Random(1));
        long now = 1_000_000_000_000L;
        int allowed = 0;
        for (int i = 0; i < 100; i++) {
            allowed += limit.tryTake(now) ? 1 : 0;
        }
        assertThat(allowed).isBetween(2, 5);
        for (int i = 0; i < 1000; i++) {
            now += 10_000_000;
            allowed += limit.tryTake(now) ? 1 : 0;
        }
        assertThat(allowed).as("two tokens each on average").isBetween(40, 70);
    }
}
