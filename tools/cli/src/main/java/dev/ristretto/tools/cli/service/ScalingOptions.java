package dev.ristretto.tools.cli.service;

import dev.ristretto.fleet.api.Scaling;
import dev.ristretto.tools.cli.terminal.Converters;
import dev.ristretto.tools.cli.terminal.Failure;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many replicas a service has, by itself or not. */
final class ScalingOptions {

    @Option(names = "--replicas", paramLabel = "N", description = "How many replicas (default: 1, or the least).")
    Optional<Integer> replicas = Optional.empty();

    @Option(
            names = "--scale-to-zero",
            paramLabel = "TIME",
            converter = Converters.Length.class,
            description = "Stop all replicas after so long without requests; the first one wakes it.")
    Optional<Duration> idle = Optional.empty();

    @Option(
            names = "--min",
            paramLabel = "N",
            description = "With --target: the least number of replicas (default: 1).")
    Optional<Integer> least = Optional.empty();

    @Option(names = "--max", paramLabel = "N", description = "With --target: the largest number of replicas.")
    Optional<Integer> most = Optional.empty();

    @Option(
            names = "--target",
            paramLabel = "N",
            description = "As many replicas as it takes for each to have N requests or connections in flight.")
    Optional<Integer> target = Optional.empty();

    /** How many there are at first; without a target also later. */
    int first() {
        return replicas.orElse(Math.max(1, least.orElse(1)));
    }

    /** How their number changes by itself, or null. */
    @Nullable
    Scaling scaling() {
        if (target.isEmpty()) {
            if (least.isPresent() || most.isPresent()) {
                throw new Failure("--min and --max need --target: how many requests each replica is to have");
            }
            return idle.map(time -> scaling(0, Math.max(1, first()), 0, time.toMillis()))
                    .orElse(null);
        }
        int largest = most.orElseThrow(() -> new Failure("--target needs --max: how many replicas there may be"));
        if (target.get() < 1) {
            throw new Failure("--target " + target.get() + ": a replica has at least 1 request");
        }
        if (idle.isPresent() && least.orElse(0) != 0) {
            throw new Failure("--scale-to-zero and --min " + least.get() + " contradict each other");
        }
        return scaling(
                idle.isPresent() ? 0 : least.orElse(1),
                largest,
                target.get(),
                idle.map(Duration::toMillis).orElse(Scaling.IDLE_MILLIS));
    }

    private static Scaling scaling(int least, int most, int target, long idleMillis) {
        try {
            return new Scaling(least, most, target, idleMillis);
        } catch (IllegalArgumentException e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
    }
}
