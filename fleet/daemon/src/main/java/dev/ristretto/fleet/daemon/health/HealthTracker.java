package dev.ristretto.fleet.daemon.health;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.state.HealthState;
import java.time.Duration;
import java.time.Instant;

/**
 * What a row of checks means for one run of an instance, and when to check next. Until the first success checks follow
 * each other quickly, for somebody may be waiting. Not safe for use by several threads.
 */
public final class HealthTracker {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration FIRST_TIMEOUT = Duration.ofMillis(100);

    private final HealthCheck check;
    private final Instant started;
    private HealthState health;
    private int failures;
    private Duration quick = FIRST_PAUSE;

    /**
     * A tracker.
     *
     * @param health what is known already
     */
    public HealthTracker(HealthCheck check, Instant started, HealthState health) {
        this.check = check;
        this.started = started;
        this.health = health;
    }

    /** Takes a result in and says how the instance is. */
    public HealthState next(ProbeResult result, Instant now) {
        if (result.ok()) {
            failures = 0;
            health = HealthState.HEALTHY;
        } else if (!isExcused(now)) {
            failures++;
            if (failures >= check.retries()) {
                health = HealthState.UNHEALTHY;
            }
        }
        return health;
    }

    /** How long to wait before the next check. */
    public Duration pause(Instant now) {
        Duration interval = Duration.ofMillis(check.intervalMillis());
        if (!isExcused(now)) {
            return interval;
        }
        Duration pause = quick;
        quick = shorter(pause.multipliedBy(3).dividedBy(2), LONGEST_FIRST_PAUSE);
        return shorter(pause, interval);
    }

    /**
     * How long the next check may take. A check that came before the guest listened may get no answer at all, so that
     * early ones are given up early.
     */
    public Duration timeout(Instant now) {
        Duration timeout = Duration.ofMillis(check.timeoutMillis());
        if (!isExcused(now)) {
            return timeout;
        }
        Duration half = Duration.between(started, now).dividedBy(2);
        return shorter(half.compareTo(FIRST_TIMEOUT) > 0 ? half : FIRST_TIMEOUT, timeout);
    }

    /** Whether it may still be starting. */
    private boolean isExcused(Instant now) {
        return health == HealthState.STARTING && now.isBefore(started.plusMillis(check.startPeriodMillis()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
