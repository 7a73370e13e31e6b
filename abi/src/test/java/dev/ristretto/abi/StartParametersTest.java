package dev.ristretto.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartParametersTest {
    private static StartParameters of(String line) {
        return StartParameters.of(line.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> texts(List<byte[]> values) {
        return values.stream()
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void whatTheHostWritesIsRead() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("A", "1 2%");
        environment.put("LEER", "");
        environment.put("-Dx", "ä=\n");
        List<String> arguments = List.of("", "-x=y", "100 %", "日本");
        StartParameters parameters = of(CommandLine.of(environment, arguments));
        assertThat(texts(parameters.variables())).containsExactly("A=1 2%", "LEER=", "-Dx=ä=\n");
        assertThat(texts(parameters.arguments())).isEqualTo(arguments);
        assertThat(parameters.versionMatches()).isTrue();
    }

    @Test
    void otherTokensAreSkipped() {
        StartParameters parameters = of("  console=x env=A=1  ip=1 argument=no ar arg=yes ");
        assertThat(texts(parameters.variables())).containsExactly("A=1");
        assertThat(texts(parameters.arguments())).containsExactly("yes");
    }

    @Test
    void aHostThatSaysNoVersionIsTrusted() {
        assertThat(of("").versionMatches()).isTrue();
        assertThat(of("arg=abi=0").versionMatches()).isTrue();
    }

    @Test
    void anotherVersionIsSeen() {
        assertThat(of("abi=" + BootNote.VERSION + " abi=1000").versionMatches()).isFalse();
        assertThat(of("abi=").versionMatches()).isFalse();
        assertThat(of("abi=x").versionMatches()).isFalse();
    }

    @Test
    void whatIsCutOffStandsForItself() {
        assertThat(texts(of("arg=%4 arg=% arg=%41%").arguments())).containsExactly("%4", "%", "A%");
    }

    @Test
    void nothingIsReadBehindTheEnd() {
        assertThat(texts(of("arg=a arg=b\0c arg=d").arguments())).containsExactly("a", "b");
    }
}
