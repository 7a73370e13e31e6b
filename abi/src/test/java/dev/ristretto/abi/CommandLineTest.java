package dev.ristretto.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLineTest {

    @Test
    void variablesComeFirstInTheirOrderThenArgumentsInTheirs() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("B", "2");
        environment.put("A", "1");
        assertThat(CommandLine.of(environment, List.of("z", "a"))).isEqualTo("abi=2 env=B=2 env=A=1 arg=z arg=a");
    }

    @Test
    void everyByteThatCouldBeMistakenIsEncoded() {
        assertThat(CommandLine.of(Map.of("K", "a b%\"'\n\\é"), List.of("")))
                .isEqualTo("abi=2 env=K=a%20b%25%22%27%0A%5C%C3%A9 arg=");
    }

    @Test
    void plainCharactersStayReadable() {
        assertThat(CommandLine.of(Map.of(), List.of("http://h:80/a_b,c=d@e+f-g.h")))
                .isEqualTo("abi=2 arg=http://h:80/a_b,c=d@e+f-g.h");
    }

    @Test
    void aNameThatIsNoNameIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> CommandLine.of(Map.of("", "x"), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> CommandLine.of(Map.of("A=B", "x"), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> CommandLine.of(Map.of("A\0", "x"), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> CommandLine.of(Map.of("A", "\0"), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> CommandLine.of(Map.of(), List.of("\0")));
    }

    /** Longer ones could not be handed to a program. */
    @Test
    void theWholeIsOnlySoLong() {
        int room = CommandLine.LONGEST - CommandLine.of(Map.of(), List.of("")).length();
        assertThat(CommandLine.of(Map.of(), List.of("a".repeat(room)))).hasSize(CommandLine.LONGEST);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandLine.of(Map.of(), List.of("a".repeat(room + 1))))
                .withMessageContaining("more than " + CommandLine.LONGEST + " bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandLine.of(Map.of("A", "é".repeat(room / 6 + 1)), List.of()));
    }
}
