package dev.ristretto.run.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ristretto.run.host.PublishedPort.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedPortTest {

    @Test
    void withoutAnAddressAPortIsReachableFromThisComputerAlone() {
        assertThat(PublishedPort.parse("8080:80")).isEqualTo(new PublishedPort("127.0.0.1", 8080, 80, Protocol.TCP));
    }

    @Test
    void anAddressAndAProtocolMayBeGiven() {
        assertThat(PublishedPort.parse("0.0.0.0:53:5353/udp"))
                .isEqualTo(new PublishedPort("0.0.0.0", 53, 5353, Protocol.UDP));
        assertThat(PublishedPort.parse("localhost:1:2/tcp"))
                .isEqualTo(new PublishedPort("127.0.0.1", 1, 2, Protocol.TCP));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "80",
                "80:",
                ":80",
                "a:b",
                "80:80/icmp",
                "0:80",
                "80:65536",
                "99999999999:1",
                "1.2.3:1:1",
                "1.2.3.256:1:1",
                "::1:80:80"
            })
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PublishedPort.parse(text));
    }
}
