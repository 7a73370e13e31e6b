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
 * How long the phases of the last build took: the estimate for the next one, more or less by the number of classes.
 * That number is kept, then each phase's start in milliseconds since the beginning of the build, then its end. Not
 * thread-safe.
 */
final class PhaseTimings {
    /** An empty class path costs as much as this many classes: hello beside an application of Spring's, measured. */
    private static final double OF_EVERY_BUILD = 2500;

    private final Path file;
    private final int classes;
    private final double scale;
    private final long start = System.nanoTime();
    private final List<Long> earlier = new ArrayList<>();
    private final List<Long> now = new ArrayList<>();

    /** @param classes how many the class path has that is about to be compiled */
    PhaseTimings(Path file, int classes) {
        this.file = file;
        this.classes = classes;
        long before = classes;
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                earlier.add(Long.parseLong(line));
            }
            if (!earlier.isEmpty()) {
                before = earlier.removeFirst();
            }
        } catch (IOException | NumberFormatException e) {
            // The first build, or a damaged file: no estimate.
            earlier.clear();
        }
        scale = (OF_EVERY_BUILD + classes) / (OF_EVERY_BUILD + before);
    }

    /** Notes that a phase begins and says how far the build has come. */
    BuildProgress begin(String phase, int step, int steps) {
        long elapsed = elapsedMillis();
        now.add(elapsed);
        boolean comparable = earlier.size() == steps + 1;
        double fraction = (step - 1) / (double) steps;
        Optional<Duration> estimate = Optional.empty();
        if (comparable) {
            long total = Math.max(1, Math.round(earlier.getLast() * scale));
            long usual = Math.round(earlier.get(step - 1) * scale);
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
        StringBuilder text = new StringBuilder().append(classes).append('\n');
        now.forEach(millis -> text.append(millis).append('\n'));
        AtomicFile.writeSoon(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private long elapsedMillis() {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
