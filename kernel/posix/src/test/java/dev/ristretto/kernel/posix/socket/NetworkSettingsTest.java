package dev.ristretto.kernel.posix.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.posix.socket.NetworkSettings.Source;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkSettingsTest {
    @Test
    void withoutTokensTheAddressComesFromDhcp() {
        assertThat(NetworkSettings.parse("env=A=B virtio_mmio.device=512@0xfeb00e00:23", "ristretto"))
                .isEqualTo(NetworkSettings.dynamic("ristretto"));
    }

    @Test
    void addressGatewayAndNameServersCanBeGiven() {
        assertThat(NetworkSettings.parse("ip=10.0.2.15/24,10.0.2.2,10.0.2.3,9.9.9.9", "web-1"))
                .isEqualTo(new NetworkSettings(
                        "web-1",
                        Source.GIVEN,
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
    @ValueSource(strings = {"ip=dhcp", "ip=on", "ip=any", "ip=", "ip=::::web:eth0:dhcp", "ip=:::::eth0"})
    void linuxWordsAskADhcpServer(String token) {
        assertThat(NetworkSettings.parse(token, "")).isEqualTo(NetworkSettings.dynamic(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ip=off", "ip=none", "ip=::::::off"})
    void linuxWordsLeaveTheLinkWithoutAddresses(String token) {
        assertThat(NetworkSettings.parse(token, "").source()).isEqualTo(Source.NONE);
    }

    @Test
    void linuxFieldsAreRead() {
        assertThat(NetworkSettings.parse("ip=172.16.0.2::172.16.0.1:255.255.255.0::eth0:off", "")
                        .fixed())
                .isEqualTo(
                        new InterfaceConfiguration(IpAddress.parse("172.16.0.2"), 24, IpAddress.parse("172.16.0.1")));
        assertThat(NetworkSettings.parse("ip=172.16.0.2:10.0.0.1::255.255.255.252:web:eth0:none:9.9.9.9:1.1.1.1", "")
                        .fixed())
                .isEqualTo(new InterfaceConfiguration(
                        IpAddress.parse("172.16.0.2"),
                        30,
                        null,
                        0,
                        List.of(IpAddress.parse("9.9.9.9"), IpAddress.parse("1.1.1.1")),
                        ""));
        assertThat(NetworkSettings.parse("ip=172.16.0.2:::", "").fixed())
                .as("the mask of its class")
                .isEqualTo(new InterfaceConfiguration(IpAddress.parse("172.16.0.2"), 16, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ip=10.0.2.15",
                "ip=10.0.2/24",
                "ip=10.0.2.15/33",
                "ip=10.0.2.15/24,x",
                "ip=127.0.0.1/8",
                "ip=never",
                "ip=172.16.0.2::172.16.0.1:255.0.255.0::eth0:off",
                "ip=172.16.0::::",
                "ip=::::::never"
            })
    void aMalformedTokenIsRefusedWithItsText(String token) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkSettings.parse(token, ""))
                .withMessageContaining(token);
    }
}
