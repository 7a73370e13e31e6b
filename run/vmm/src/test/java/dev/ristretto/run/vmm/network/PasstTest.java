package dev.ristretto.run.vmm.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.run.host.HostConnectivity;
import dev.ristretto.run.host.PublishedPort;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.launch.InstanceChannels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasstTest {

    private static final Path PROGRAM = Path.of("/usr/bin/passt");
    private static final InstanceChannels CHANNELS = new InstanceChannels.Attached(Path.of("/run/r"));
    private static final HostConnectivity USUAL = new HostConnectivity(true, List.of("10.1.1.1", "10.1.1.2"));
    private static final Passt PASST = new Passt(PROGRAM, USUAL, false);

    @Test
    void portsArePublishedByProtocolAndAddress() {
        InstanceSpecification specification = specification("8080:80", "0.0.0.0:53:5353/udp", "8443:443");
        assertThat(PASST.command(specification, CHANNELS))
                .containsSubsequence("-t", "127.0.0.1/8080:80", "-t", "127.0.0.1/8443:443")
                .containsSubsequence("-u", "0.0.0.0/53:5353")
                .endsWith("--socket", "/run/r/network")
                .doesNotContain("--pcap");
    }

    @Test
    void whatPassesIsCapturedWhereThatIsAskedFor() {
        InstanceSpecification captured = specification().toBuilder()
                .capture(Optional.of(Path.of("file.pcapng")))
                .build();
        assertThat(PASST.command(captured, CHANNELS)).containsSubsequence("--pcap", "/run/r/capture");
    }

    @Test
    void nothingIsPublishedUnlessAsked() {
        assertThat(PASST.command(specification(), CHANNELS)).containsSubsequence("-t", "none", "-u", "none");
    }

    @Test
    void itEndsWithItsInstance() {
        assertThat(PASST.command(specification(), CHANNELS)).contains("--one-off", "--foreground");
    }

    @Test
    void theGatewayIsNotTheHostUnlessAsked() {
        assertThat(PASST.command(specification(), CHANNELS)).contains("--no-map-gw");
        assertThat(PASST.command(specification().toBuilder().hostAccess(true).build(), CHANNELS))
                .doesNotContain("--no-map-gw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5353:53/udp", "127.0.0.1:5353:53/udp", "127.1.2.3:5353:53/udp"})
    void datagramsOfTheLoopbackInterfaceNeedAccessToTheHost(String port) {
        InstanceSpecification specification = specification(port);
        assertThatThrownBy(() -> PASST.command(specification, CHANNELS))
                .isInstanceOf(HypervisorException.class)
                .hasMessageContaining("The UDP port " + PublishedPort.parse(port) + " would not answer")
                .hasMessageContaining("--host-access");
        assertThat(PASST.command(specification.toBuilder().hostAccess(true).build(), CHANNELS))
                .doesNotContain("--no-map-gw")
                .contains("-u");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:5353:53/udp", "192.0.2.1:5353:53/udp"})
    void datagramsOfOtherAddressesDoNot(String port) {
        InstanceSpecification specification = specification(port);
        assertThat(PASST.command(specification, CHANNELS)).contains("--no-map-gw");
        assertThat(Passt.notice(specification).isPresent()).isEqualTo(port.startsWith("0.0.0.0"));
        assertThat(Passt.notice(specification.toBuilder().hostAccess(true).build()))
                .isEmpty();
    }

    @Test
    void aHostWithoutWayOutStillPublishes() {
        Passt passt = new Passt(PROGRAM, new HostConnectivity(false, List.of()), false);
        assertThat(passt.command(specification(), CHANNELS)).containsSubsequence("-i", "lo");
        assertThat(PASST.command(specification(), CHANNELS)).doesNotContain("-i");
    }

    @Test
    void aNameServerOnTheHostIsAskedThroughTheGuestsNetwork() {
        Passt passt = new Passt(PROGRAM, new HostConnectivity(true, List.of()), false);
        assertThat(passt.command(specification(), CHANNELS)).containsSubsequence("--dns-forward", "10.0.2.3");
        assertThat(passt.fixedAddress()).isEqualTo("ip=10.0.2.15/24,10.0.2.2,10.0.2.3 ");
    }

    @Test
    void otherNameServersAreAskedThemselves() {
        assertThat(PASST.fixedAddress()).isEqualTo("ip=10.0.2.15/24,10.0.2.2,10.1.1.1,10.1.1.2 ");
    }

    @Test
    void rootStaysRootBecauseTheSocketIsInItsFolder() {
        assertThat(new Passt(PROGRAM, USUAL, true).command(specification(), CHANNELS))
                .containsSubsequence("--runas", "0");
        assertThat(PASST.command(specification(), CHANNELS)).doesNotContain("--runas");
    }

    private static InstanceSpecification specification(String... ports) {
        return InstanceSpecification.builder("test", Path.of("image"), 1)
                .ports(List.of(ports).stream().map(PublishedPort::parse).toList())
                .build();
    }
}
