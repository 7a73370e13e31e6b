package dev.ristretto.fleet.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.state.HealthState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HealthTrackerTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ProbeResult GOOD = ProbeResult.success("status 200");
    private static final ProbeResult BAD = ProbeResult.failure("status 500");
    private static final HealthCheck CHECK = new HealthCheck("tcp", 10_000, 3_000, 3, 5_000);

    @Test
    void failuresDoNotCountWhileItStarts() {
        HealthTracker tracker = new HealthTracker(CHECK, START, HealthState.STARTING);
        for (int i = 0; i < 10; i++) {
            assertThat(tracker.next(BAD, START.plusSeconds(4))).isEqualTo(HealthState.STARTING);
        }
        assertThat(tracker.next(BAD, START.plusSeconds(5))).isEqualTo(HealthState.STARTING);
        assertThat(tracker.next(BAD, START.plusSeconds(15))).isEqualTo(HealthState.STARTING);
        assertThat(tracker.next(BAD, START.plusSeconds(25))).isEqualTo(HealthState.UNHEALTHY);
    }

    @Test
    void afterTheFirstSuccessFailuresCountEvenInTheStartPeriod() {
        HealthTracker tracker = new HealthTracker(CHECK, START, HealthState.STARTING);
        assertThat(tracker.next(GOOD, START.plusSeconds(1))).isEqualTo(HealthState.HEALTHY);
        assertThat(tracker.next(BAD, START.plusSeconds(1))).isEqualTo(HealthState.HEALTHY);
        assertThat(tracker.next(BAD, START.plusSeconds(2))).isEqualTo(HealthState.HEALTHY);
        assertThat(tracker.next(BAD, START.plusSeconds(3))).isEqualTo(HealthState.UNHEALTHY);
        assertThat(tracker.next(GOOD, START.plusSeconds(4))).isEqualTo(HealthState.HEALTHY);
    }

    @Test
    void onlyFailuresInARowCount() {
        HealthTracker tracker = new HealthTracker(CHECK, START, HealthState.HEALTHY);
        for (int i = 0; i < 10; i++) {
            assertThat(tracker.next(BAD, START)).isEqualTo(HealthState.HEALTHY);
            assertThat(tracker.next(BAD, START)).isEqualTo(HealthState.HEALTHY);
            assertThat(tracker.next(GOOD, START)).isEqualTo(HealthState.HEALTHY);
        }
    }

    @Test
    void checksFollowEachOtherQuicklyUntilTheFirstSuccess() {
        HealthTracker tracker = new HealthTracker(CHECK, START, HealthState.STARTING);
        assertThat(tracker.pause(START)).isEqualTo(Duration.ofMillis(20));
        assertThat(tracker.pause(START)).isEqualTo(Duration.ofMillis(30));
        for (int i = 0; i < 20; i++) {
            tracker.pause(START);
        }
        assertThat(tracker.pause(START)).isEqualTo(Duration.ofMillis(250));
        assertThat(tracker.timeout(START)).isEqualTo(Duration.ofMillis(100));
        assertThat(tracker.timeout(START.plusSeconds(1))).isEqualTo(Duration.ofMillis(500));
        tracker.next(GOOD, START.plusSeconds(1));
        assertThat(tracker.pause(START.plusSeconds(1))).isEqualTo(Duration.ofSeconds(10));
        assertThat(tracker.timeout(START.plusSeconds(1))).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void whoeverDoesNotStartInTimeIsCheckedAtTheUsualPace() {
        HealthTracker tracker = new HealthTracker(CHECK, START, HealthState.STARTING);
        assertThat(tracker.pause(START.plusSeconds(6))).isEqualTo(Duration.ofSeconds(10));
        assertThat(tracker.timeout(START.plusSeconds(6))).isEqualTo(Duration.ofSeconds(3));
    }
}
