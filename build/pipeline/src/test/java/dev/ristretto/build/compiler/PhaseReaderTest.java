package dev.ristretto.build.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhaseReaderTest {
    private final List<PhaseReader.Phase> phases = new ArrayList<>();
    private final PhaseReader reader = new PhaseReader(phases::add);

    private void read(String text) {
        reader.read(text.toCharArray(), text.length());
    }

    @Test
    void phaseIsReportedWhenItsLineBegins() {
        read("WARNING: text [1/8]\n[2/8] Performing ana");
        assertThat(phases).isEmpty();
        read("lysis...");
        assertThat(phases).containsExactly(new PhaseReader.Phase(2, 8, "Performing analysis"));
        read("  [****]   (17.0s @ 0.38GB)\n");
        assertThat(phases).hasSize(1);
    }

    @Test
    void everyPhaseIsReportedOnce() {
        read("[1/8] Initializing...   (4.2s)\n Java version: 25...\n[3/8] Building universe...  (2.9s)\n");

        assertThat(phases).extracting(PhaseReader.Phase::step).containsExactly(1, 3);
    }
}
