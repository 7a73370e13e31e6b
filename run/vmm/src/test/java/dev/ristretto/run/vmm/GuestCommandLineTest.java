package dev.ristretto.run.vmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuestCommandLineTest {

    @Test
    void variablesComeFirstInTheirOrderThenArgumentsInTheirs() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("B", "2");
        environment.put("A", "1");
        assertThat(GuestCommandLine.of(environment, List.of("z", "a"))).isEqualTo("env=B=2 env=A=1 arg=z arg=a");
    }

    @Test
    void everyByteThatCouldBeMistakenIsEncoded() {
        assertThat(GuestCommandLine.of(Map.of("K", "a b%\"'\n\\é"), List.of("")))
                .isEqualTo("env=K=a%20b%25%22%27%0A%5C%C3%A9 arg=");
    }

    @Test
    void plainCharactersStayReadable() {
        assertThat(GuestCommandLine.of(Map.of(), List.of("http://h:80/a_b,c=d@e+f-g.h")))
                .isEqualTo("arg=http://h:80/a_b,c=d@e+f-g.h");
    }

    @Test
    void aNameThatIsNoNameIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> GuestCommandLine.of(Map.of("", "x"), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> GuestCommandLine.of(Map.of("A=B", "x"), List.of()));
    }
}
