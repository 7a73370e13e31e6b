package dev.ristretto.tools.cli.instance;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.syntax.Probe;
import dev.ristretto.tools.cli.terminal.Converters;
import dev.ristretto.tools.cli.terminal.Failure;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to find out whether an instance is well. */
public final class HealthOptions {

    @Option(
            names = "--health",
            paramLabel = "CHECK",
            description = {
                "Check whether it is well: http:[PORT]/PATH (a GET is answered with a status below 400), tcp[:PORT]"
                        + " (connections are accepted) or console:REGEX (a line matches). PORT is a published one of the guest."
            })
    public Optional<String> check = Optional.empty();

    @Option(
            names = "--health-interval",
            paramLabel = "TIME",
            converter = Converters.Length.class,
            description = "From one check to the next, such as 10s (default) or 500ms.")
    Optional<Duration> interval = Optional.empty();

    @Option(
            names = "--health-timeout",
            paramLabel = "TIME",
            converter = Converters.Length.class,
            description = "How long a check may take (default: 3s).")
    Optional<Duration> timeout = Optional.empty();

    @Option(
            names = "--health-retries",
            paramLabel = "N",
            description = "After how many failures in a row it is unhealthy (default: 3).")
    Optional<Integer> retries = Optional.empty();

    @Option(
            names = "--health-start-period",
            paramLabel = "TIME",
            converter = Converters.Length.class,
            description = "How long after a start failures do not count (default: 30s).")
    Optional<Duration> startPeriod = Optional.empty();

    /** Whether any of them is given. */
    boolean isGiven() {
        return check.isPresent() || isTuned();
    }

    /** The check, or none. */
    @Nullable
    public HealthCheck parse() {
        if (check.isEmpty() && isTuned()) {
            throw new Failure("--health-interval and its like need --health");
        }
        return check.map(this::parse).orElse(null);
    }

    /** A check in these times. */
    public HealthCheck parse(String text) {
        try {
            Probe.parse(text);
            return new HealthCheck(
                    text,
                    interval.map(Duration::toMillis).orElse(HealthCheck.INTERVAL_MILLIS),
                    timeout.map(Duration::toMillis).orElse(HealthCheck.TIMEOUT_MILLIS),
                    retries.orElse(HealthCheck.RETRIES),
                    startPeriod.map(Duration::toMillis).orElse(HealthCheck.START_PERIOD_MILLIS));
        } catch (IllegalArgumentException e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
    }

    private boolean isTuned() {
        return interval.isPresent() || timeout.isPresent() || retries.isPresent() || startPeriod.isPresent();
    }
}
