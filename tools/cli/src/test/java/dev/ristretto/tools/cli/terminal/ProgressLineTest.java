package dev.ristretto.tools.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.build.pipeline.BuildProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private static final BuildProgress ANALYSIS = new BuildProgress(
            "Performing analysis", 4, 8, 0.25, Duration.ofSeconds(23), Optional.of(Duration.ofSeconds(85)));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream errors = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void aLogGetsOneLineForEveryPhase() {
        try (ProgressLine line = new ProgressLine(new TerminalStreams(errors, errors, false, false))) {
            line.progress(ANALYSIS);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("[4/8] Performing analysis, 23 s of about 85 s\n");
    }

    @Test
    void theFirstBuildSaysHowLongBuildsUsuallyTake() {
        BuildProgress first = new BuildProgress("Compiling", 5, 8, 0.5, Duration.ZERO, Optional.empty());
        assertThat(ProgressLine.describe(first, first.elapsed()))
                .isEqualTo("[5/8] Compiling, 0 s so far, usually one to two minutes");
    }

    @Test
    void aTerminalGetsOneLineThatIsRemovedInTheEnd() {
        try (ProgressLine line = new ProgressLine(new TerminalStreams(errors, errors, true, true))) {
            line.progress(ANALYSIS);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .startsWith("\r\u001b[K[4/8] Performing analysis")
                .endsWith("\r\u001b[K")
                .doesNotContain("\n");
    }
}
