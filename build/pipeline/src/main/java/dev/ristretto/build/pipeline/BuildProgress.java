package dev.ristretto.build.pipeline;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a build has come.
 *
 * @param phase what is being done, for example {@code Performing analysis}
 * @param step number of the phase, from 1
 * @param steps how many phases there are
 * @param fraction share of the whole build that is done, by the estimate, 0 to 1
 * @param elapsed since the build began
 * @param estimate how long the whole build will take, from earlier builds; empty before the first
 */
public record BuildProgress(
        String phase, int step, int steps, double fraction, Duration elapsed, Optional<Duration> estimate) {
    /** Of something that is done before or after the phases that are counted. */
    static BuildProgress of(String phase) {
        return new BuildProgress(phase, 0, 0, 0, Duration.ZERO, Optional.empty());
    }
}
