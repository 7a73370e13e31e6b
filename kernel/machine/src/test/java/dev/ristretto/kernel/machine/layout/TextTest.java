package dev.ristretto.kernel.machine.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class TextTest {
    private final long text = Arena.global().allocate(16, 8).address();

    @Test
    void aTextEndsAtItsNull() {
        long end = Text.put(Text.put(Text.put(text, 'a'), 0xe4), 'c');
        assertThat(end).isEqualTo(text + 3);
        assertThat(Text.length(text)).isEqualTo(3);
        assertThat(Text.at(text + 1)).isEqualTo(0xe4);
    }

    @Test
    void digitsOfBothCasesAreHexadecimal() {
        assertThat("09afAF".chars().map(Text::hexadecimal)).containsExactly(0, 9, 10, 15, 10, 15);
    }
}
