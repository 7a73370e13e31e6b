package dev.ristretto.tools.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimilarTest {

    private static final List<String> COMMANDS = List.of("build", "run", "images", "inspect", "rmi", "doctor");

    @Test
    void slipsOfTheFingersAreRecognised() {
        assertThat(Similar.to("biuld", COMMANDS, 3)).containsExactly("build");
        assertThat(Similar.to("Image", COMMANDS, 3)).containsExactly("images");
        assertThat(Similar.to("insp", COMMANDS, 3)).containsExactly("inspect");
    }

    @Test
    void otherWordsAreNot() {
        assertThat(Similar.to("deploy", COMMANDS, 3)).isEmpty();
    }
}
