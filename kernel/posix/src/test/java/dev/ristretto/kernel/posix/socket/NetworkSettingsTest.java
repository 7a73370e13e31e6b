package dev.ristretto.kernel.posix.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkSettingsTest {
    @Test
    void withoutTokensTheAddressComesFromDhcp() {
        assertThat(NetworkSettings.parse("env=A=B virtio_mmio.device=512@0xfeb00e00:23", "ristretto"))
                .isEqualTo(new NetworkSettings("ristretto", null));
    }

    @Test
    void addressGatewayAndNameServersCanBeGiven() {
        assertThat(NetworkSettings.parse("ip=10.0.2.15/24,10.0.2.2,10.0.2.3,9.9.9.9", "web-1"))
                .isEqualTo(new NetworkSettings(
                        "web-1",
                        new InterfaceConfiguration(
                                IpAddress.parse("10.0.2.15"),
                                24,
                                IpAddress.parse("10.0.2.2"),
                                0,
                                List.of(IpAddress.parse("10.0.2.3"), IpAddress.parse("9.9.9.9")),
                                "")));
    }

    @Test
    void theGatewayMayBeLeftOut() {
        assertThat(NetworkSettings.parse("ip=192.0.2.1/30", "").fixed())
                .isEqualTo(new InterfaceConfiguration(IpAddress.parse("192.0.2.1"), 30, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ip=", "ip=10.0.2.15", "ip=10.0.2/24", "ip=10.0.2.15/33", "ip=10.0.2.15/24,x", "ip=127.0.0.1/8"})
    void aMalformedTokenIsRefusedWithItsText(String token) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkSettings.parse(token, ""))
                .withMessageContaining(token);
    }
}
