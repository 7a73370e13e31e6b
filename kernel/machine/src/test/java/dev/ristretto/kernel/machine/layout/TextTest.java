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
    void aNumberEndsAtWhatIsNoDigitAndIsBounded() {
        assertThat(Text.decimal(write("12x"), 64)).isEqualTo(12);
        assertThat(Text.decimal(write("99999999999"), 64)).isEqualTo(64);
        assertThat(Text.decimal(write("x"), 64)).isZero();
    }

    @Test
    void aTokenBeginsBehindSpaces() {
        long line = write("ab  c d");
        long second = Text.nextToken(line);
        assertThat(second).isEqualTo(line + 4);
        assertThat(Text.at(Text.nextToken(Text.nextToken(second)))).isZero();
    }

    private long write(String value) {
        long end = text;
        for (int i = 0; i < value.length(); i++) {
            end = Text.put(end, value.charAt(i));
        }
        long unused = Text.put(end, 0);
        return text;
    }

    @Test
    void digitsOfBothCasesAreHexadecimal() {
        assertThat("09afAF".chars().map(Text::hexadecimal)).containsExactly(0, 9, 10, 15, 10, 15);
    }
}
