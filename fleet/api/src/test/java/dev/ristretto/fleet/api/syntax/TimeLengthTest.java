package dev.ristretto.fleet.api.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeLengthTest {

    @Test
    void whatIsWrittenIsReadAgain() {
        for (String text : List.of("0ms", "500ms", "1500ms", "10s", "90s", "5m", "2h", "90d")) {
            assertThat(TimeLength.format(TimeLength.parse(text).toMillis())).isEqualTo(text);
        }
        assertThat(TimeLength.parse("3600s")).isEqualTo(Duration.ofHours(1));
        assertThat(TimeLength.format(3_600_000)).isEqualTo("1h");
    }

    @Test
    void whatIsNoLengthIsToldWhatIs() {
        for (String text : List.of("", "10", "s", "-1s", "1.5s", "1 s", "10S", "9999999999s")) {
            assertThatThrownBy(() -> TimeLength.parse(text))
                    .hasMessage("'" + text + "' is not a length of time: write 500ms, 10s, 5m, 2h or 90d");
            assertThat(TimeLength.find(text)).isEmpty();
        }
    }
}
