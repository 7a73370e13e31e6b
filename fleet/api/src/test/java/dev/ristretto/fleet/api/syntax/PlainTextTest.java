package dev.ristretto.fleet.api.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.fleet.api.error.FleetException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlainTextTest {

    /** C0, DEL, C1, marks of direction, a byte order mark, separators of lines, half of a character. */
    private static final int[] UNSEEN = {
        0, 7, '\n', 0x1b, 0x7f, 0x85, 0x9b, 0x200b, 0x200f, 0x202e, 0x2066, 0x2069, 0xfeff, 0x2028, 0x2029, 0xd800
    };

    @Test
    void whatWouldChangeATerminalIsNoPlainText() {
        for (int character : UNSEEN) {
            String text = "a" + Character.toString(character) + "b";
            assertThat(PlainText.is(text, 100)).as("%x", character).isFalse();
            assertThat(PlainText.visible(text, 100)).isEqualTo("a?b");
            assertThatThrownBy(() -> PlainText.require("A text", text, 100))
                    .isInstanceOf(FleetException.class)
                    .hasMessage("A text has control characters: 'a?b'");
            assertThatThrownBy(() -> Labels.check(Map.of("k", text))).isInstanceOf(FleetException.class);
        }
        assertThatCode(() -> PlainText.require("A text", "Grüße, 世界 \u05d0 𝄞", 100))
                .doesNotThrowAnyException();
    }

    @Test
    void itIsOnlySoLong() {
        assertThat(PlainText.is("abc", 3)).isTrue();
        assertThatThrownBy(() -> PlainText.require("A text", "abcd", 3))
                .hasMessage("A text has at most 3 characters, not 4");
        assertThat(PlainText.visible("abcd", 3)).isEqualTo("abc…");
    }
}
