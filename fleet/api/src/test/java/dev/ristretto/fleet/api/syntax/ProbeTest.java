package dev.ristretto.fleet.api.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.run.host.PublishedPort;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {

    private static final List<PublishedPort> PORTS = List.of(
            PublishedPort.parse("5353:53/udp"), PublishedPort.parse("8080:80"), PublishedPort.parse("8443:443"));

    @Test
    void checksAreWrittenInThreeWays() {
        assertThat(Probe.parse("http:/health?deep=1")).isEqualTo(new Probe.Http(OptionalInt.empty(), "/health?deep=1"));
        assertThat(Probe.parse("http:443/")).isEqualTo(new Probe.Http(OptionalInt.of(443), "/"));
        assertThat(Probe.parse("tcp")).isEqualTo(new Probe.Tcp(OptionalInt.empty()));
        assertThat(Probe.parse("tcp:443")).isEqualTo(new Probe.Tcp(OptionalInt.of(443)));
        assertThat(Probe.parse("console:^ready: (yes|no)$"))
                .isInstanceOfSatisfying(
                        Probe.Console.class,
                        console -> assertThat(console.pattern().pattern()).isEqualTo("^ready: (yes|no)$"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http",
                "http:",
                "http:health",
                "http:/a b",
                "http:/a\r\nX: y",
                "http:70000/",
                "tcp:",
                "tcp:0",
                "console:",
                "console:(",
                "udp"
            })
    void everythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Probe.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theFirstTcpPortIsCheckedUnlessAnotherIsNamed() {
        assertThat(Probe.target(new Probe.Tcp(OptionalInt.empty()), PORTS).hostPort())
                .isEqualTo(8080);
        assertThat(Probe.target(new Probe.Tcp(OptionalInt.of(443)), PORTS).hostPort())
                .isEqualTo(8443);
    }

    @Test
    void aPortThatIsNotPublishedCannotBeChecked() {
        assertThatThrownBy(() -> Probe.target(new Probe.Tcp(OptionalInt.of(53)), PORTS))
                .hasMessage("The health check needs port 53 of the guest, which is not published: add -p HOST:53");
        assertThatThrownBy(() -> Probe.target(new Probe.Tcp(OptionalInt.empty()), List.of()))
                .hasMessage("The health check needs a published TCP port: add -p HOST:GUEST");
    }

    @Test
    void aRegularExpressionRepeatsOnlySoOften() {
        assertThat(Probe.parse("console:x{9000}")).isInstanceOf(Probe.Console.class);
        for (String expression : new String[] {"(?:){2000000000}", "((){1000}){1000}", "(){10001}"}) {
            assertThatThrownBy(() -> Probe.parse("console:" + expression))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("10000 at most");
        }
    }
}
