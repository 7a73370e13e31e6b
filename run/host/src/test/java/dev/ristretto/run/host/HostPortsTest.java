package dev.ristretto.run.host;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.run.host.PublishedPort.Protocol;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostPortsTest {

    private static final String OWN_PROCESS =
            "is in use by process " + ProcessHandle.current().pid() + " (";

    @Test
    void aFreePortIsAccepted() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", 0));
            port = socket.getLocalPort();
        }
        assertThatCode(() -> HostPorts.requireFree(List.of(port("127.0.0.1", port, Protocol.TCP))))
                .doesNotThrowAnyException();
    }

    @Test
    void theHolderOfATcpPortIsNamed() throws Exception {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", 0));
            assertThatThrownBy(() ->
                            HostPorts.requireFree(List.of(port("127.0.0.1", socket.getLocalPort(), Protocol.TCP))))
                    .isInstanceOf(PortUnavailableException.class)
                    .hasMessageContaining(OWN_PROCESS);
        }
    }

    @Test
    void theHolderOfAUdpPortIsNamed() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            assertThatThrownBy(() ->
                            HostPorts.requireFree(List.of(port("127.0.0.1", socket.getLocalPort(), Protocol.UDP))))
                    .isInstanceOf(PortUnavailableException.class)
                    .hasMessageContaining(OWN_PROCESS);
        }
    }

    @Test
    void oneHostPortIsNotPublishedTwice() {
        PublishedPort port = port("127.0.0.1", 1, Protocol.TCP);
        assertThatThrownBy(() -> HostPorts.requireFree(List.of(
                        new PublishedPort("127.0.0.1", 65000, 1, Protocol.UDP),
                        new PublishedPort("127.0.0.1", 65000, 2, Protocol.UDP),
                        port)))
                .hasMessageContaining("published twice");
    }

    @Test
    void anAddressOfAnotherComputerIsRefused() {
        assertThatThrownBy(() -> HostPorts.requireFree(List.of(port("192.0.2.1", 8080, Protocol.TCP))))
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining("cannot be opened");
    }

    private static PublishedPort port(String address, int port, Protocol protocol) {
        return new PublishedPort(address, port, 80, protocol);
    }
}
