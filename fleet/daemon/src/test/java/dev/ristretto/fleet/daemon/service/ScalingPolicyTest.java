package dev.ristretto.fleet.daemon.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.Scaling;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScalingPolicyTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ScalingPolicy policy = new ScalingPolicy(START);
    private Instant now = START;

    @Test
    void asManyAsItTakesComeAtOnce() {
        Scaling scaling = new Scaling(2, 10, 5, 0);
        assertThat(decide(scaling, 2, 0)).isEqualTo(2);
        assertThat(decide(scaling, 2, 11)).isEqualTo(3);
        assertThat(decide(scaling, 3, 1000)).isEqualTo(10);
    }

    @Test
    void fewerMustHaveBeenEnoughForAWhile() {
        Scaling scaling = new Scaling(1, 10, 5, 0);
        assertThat(decide(scaling, 1, 40)).isEqualTo(8);
        pass(30);
        assertThat(decide(scaling, 8, 20)).isEqualTo(8);
        pass(31);
        assertThat(decide(scaling, 8, 0)).as("20 were in flight 31 s ago").isEqualTo(4);
        pass(61);
        assertThat(decide(scaling, 4, 0)).isEqualTo(1);
    }

    @Test
    void aServiceSleepsAfterItsTimeAndWakesWithWhoeverComes() {
        Scaling scaling = new Scaling(0, 3, 0, 10_000);
        assertThat(decide(scaling, 3, 1)).isEqualTo(3);
        pass(9);
        assertThat(decide(scaling, 3, 0)).isEqualTo(3);
        pass(1);
        assertThat(decide(scaling, 3, 0)).isZero();
        pass(1000);
        assertThat(decide(scaling, 0, 0)).isZero();
        assertThat(decide(scaling, 0, 1)).isEqualTo(3);
        pass(9);
        assertThat(decide(scaling, 3, 0)).isEqualTo(3);
    }

    @Test
    void withATargetItWakesWithAsManyAsItTakes() {
        Scaling scaling = new Scaling(0, 10, 5, 10_000);
        pass(10);
        assertThat(decide(scaling, 4, 0)).isZero();
        assertThat(decide(scaling, 0, 1)).isEqualTo(1);
        assertThat(decide(scaling, 1, 12)).isEqualTo(3);
    }

    private int decide(Scaling scaling, int present, int inFlight) {
        return policy.decide(scaling, 3, present, inFlight, now);
    }

    private void pass(int seconds) {
        now = now.plus(Duration.ofSeconds(seconds));
    }
}
