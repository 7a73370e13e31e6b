package dev.ristretto.build.pipeline;

import dev.ristretto.run.host.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long the phases of the last build took: the estimate for the next one. A phase's start is kept in milliseconds
 * since the beginning of the build, the end of the build as a last entry. Not thread-safe.
 */
final class PhaseTimings {
    private final Path file;
    private final long start = System.nanoTime();
    private final List<Long> earlier = new ArrayList<>();
    private final List<Long> now = new ArrayList<>();

    PhaseTimings(Path file) {
        this.file = file;
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                earlier.add(Long.parseLong(line));
            }
        } catch (IOException | NumberFormatException e) {
            // The first build, or a damaged file: no estimate.
            earlier.clear();
        }
    }

    /** Notes that a phase begins and says how far the build has come. */
    BuildProgress begin(String phase, int step, int steps) {
        long elapsed = elapsedMillis();
        now.add(elapsed);
        boolean comparable = earlier.size() == steps + 1;
        double fraction = (step - 1) / (double) steps;
        Optional<Duration> estimate = Optional.empty();
        if (comparable) {
            long total = Math.max(1, earlier.getLast());
            long usual = earlier.get(step - 1);
            fraction = Math.min(1, usual / (double) total);
            // What is left took as long last time; this machine may be slower or faster today.
            double pace = usual > 0 && elapsed > 0 ? Math.clamp(elapsed / (double) usual, 0.5, 3) : 1;
            estimate = Optional.of(Duration.ofMillis(elapsed + Math.round((total - usual) * pace)));
        }
        return new BuildProgress(phase, step, steps, fraction, Duration.ofMillis(elapsed), estimate);
    }

    /** Remembers this build for the next. */
    void end() throws IOException {
        now.add(elapsedMillis());
        StringBuilder text = new StringBuilder();
        now.forEach(millis -> text.append(millis).append('\n'));
        AtomicFile.writeSoon(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private long elapsedMillis() {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
