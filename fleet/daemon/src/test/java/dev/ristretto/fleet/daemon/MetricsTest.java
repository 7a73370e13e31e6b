package dev.ristretto.fleet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.abi.NetworkCounter.Kind;
import dev.ristretto.fleet.api.state.ServiceState;
import dev.ristretto.fleet.daemon.SocketRequests.Raw;
import dev.ristretto.fleet.daemon.simulation.SimulatedHypervisor;
import dev.ristretto.run.vmm.GuestCounters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads. */
@Timeout(60)
class MetricsTest {

    @TempDir
    Path folder;

    @Test
    void healthAndServicesAreThere() throws Exception {
        try (SimulatedDaemon daemon = new SimulatedDaemon(folder)) {
            daemon.createService("shop", 2);
            daemon.create("plain");
            daemon.print("ready\n");
            daemon.awaitService("shop", view -> view.state() == ServiceState.STEADY);
            daemon.fleet.instances().stop("shop-1-2", Duration.ZERO);
            assertThat(daemon.get("/metrics").body().lines())
                    .contains(
                            "ristretto_instance_healthy{name=\"shop-1-1\",image=\"shop:latest\"} 1",
                            "ristretto_service_replicas_wanted{name=\"shop\"} 2",
                            "ristretto_service_revision{name=\"shop\"} 1",
                            "ristretto_service_requests_total{name=\"shop\"} 0",
                            "ristretto_service_failures_total{name=\"shop\"} 0",
                            "ristretto_service_requests_in_flight{name=\"shop\"} 0",
                            "# TYPE ristretto_service_request_duration_seconds histogram",
                            "ristretto_service_request_duration_seconds_bucket{name=\"shop\",le=\"0.005\"} 0",
                            "ristretto_service_request_duration_seconds_bucket{name=\"shop\",le=\"+Inf\"} 0",
                            "ristretto_service_request_duration_seconds_count{name=\"shop\"} 0")
                    .anyMatch(line -> line.matches("ristretto_instance_ready_seconds\\{name=\"shop-1-1\",.*} [0-9.]+"))
                    .anyMatch(line -> line.matches("ristretto_service_replicas_ready\\{name=\"shop\"} [12]"))
                    .noneMatch(line -> line.startsWith("ristretto_instance_healthy{name=\"plain\""))
                    .noneMatch(line -> line.startsWith("ristretto_instance_ready_seconds{name=\"plain\""));
        }
    }

    @Test
    void allThatANetworkCountsIsThereByProtocolDirectionAndReason() throws Exception {
        try (SimulatedDaemon daemon = new SimulatedDaemon(folder)) {
            daemon.create("a");
            List<String> lines = daemon.get("/metrics").body().lines().toList();
            assertThat(lines)
                    .contains(
                            "# TYPE ristretto_instance_network_frames_total counter",
                            "# TYPE ristretto_instance_network_drops_total counter",
                            "# TYPE ristretto_instance_tcp_retrans_segs_total counter",
                            network("network_frames_total", ",protocol=\"arp\",direction=\"receive\"")
                                    + value(NetworkCounter.ARP_RECEIVED_FRAMES),
                            network("network_bytes_total", ",protocol=\"other_ipv4\",direction=\"transmit\"")
                                    + value(NetworkCounter.OTHER_IPV4_SENT_BYTES),
                            network("network_drops_total", ",protocol=\"udp\",direction=\"receive\",reason=\"no_port\"")
                                    + value(NetworkCounter.UDP_NO_PORT),
                            network("network_transmit_exhausted_total", "") + value(NetworkCounter.TRANSMIT_EXHAUSTED),
                            network("tcp_retrans_segs_total", "") + value(NetworkCounter.TCP_RETRANS_SEGS));
            // Each has a value of its own, so that none is missing, twice or another's.
            assertThat(lines.stream()
                            .filter(line -> line.matches("ristretto_instance_(network|tcp)_.* 1[0-9]{3}"))
                            .filter(line -> !line.contains("network_receive_bytes_total"))
                            .map(line -> line.substring(line.lastIndexOf(' '))))
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(NetworkCounter.values())
                            .map(MetricsTest::value)
                            .toList());
        }
    }

    @Test
    void anInstanceOfWhoseNetworkNothingIsKnownHasNoFiguresOfIt() throws Exception {
        try (SimulatedDaemon daemon = new SimulatedDaemon(folder)) {
            daemon.hypervisor.figures = CompletableFuture.completedFuture(
                    Optional.of(new GuestCounters(82_000_000, 10, 1000, 8, 800, Map.of())));
            daemon.create("a");
            assertThat(daemon.get("/metrics").body().lines())
                    .contains("ristretto_instance_network_receive_packets_total{name=\"a\",image=\"shop:latest\"} 10")
                    .noneMatch(line -> line.startsWith("ristretto_instance_network_frames_total{"))
                    .noneMatch(line -> line.startsWith("ristretto_instance_network_drops_total{"))
                    .noneMatch(line -> line.startsWith("ristretto_instance_tcp_"));
            assertThat(daemon.get("/v1/instances/a/figures").body())
                    .contains("\"receivedPackets\":10")
                    .doesNotContain("network");
        }
    }

    @Test
    void theFiguresOfAnInstanceHaveItsNetwork() throws Exception {
        try (SimulatedDaemon daemon = new SimulatedDaemon(folder)) {
            daemon.create("a");
            JsonNode network = new ObjectMapper()
                    .readTree(daemon.get("/v1/instances/a/figures").body())
                    .path("network");
            assertThat(network.path("frames")).hasSize(12);
            assertThat(network.path("frames").get(0).toString())
                    .isEqualTo("{\"protocol\":\"arp\",\"direction\":\"receive\",\"frames\":1000,\"bytes\":1001}");
            assertThat(network.path("drops")).hasSize((int) Arrays.stream(NetworkCounter.values())
                    .filter(counter -> counter.kind() == Kind.DROPS)
                    .count());
            assertThat(network.path("drops").findValuesAsText("reason")).contains("no_port", "fragment_timeout");
            assertThat(network.path("transmitExhausted").asText())
                    .isEqualTo(value(NetworkCounter.TRANSMIT_EXHAUSTED).strip());
            assertThat(network.at("/tcp/synCookiesSent").asText())
                    .isEqualTo(value(NetworkCounter.TCP_SYN_COOKIES_SENT).strip());
        }
    }

    private static String network(String name, String labels) {
        return "ristretto_instance_" + name + "{name=\"a\",image=\"shop:latest\"" + labels + "}";
    }

    /** What the simulated guests say of a counter, as the end of a line. */
    private static String value(NetworkCounter counter) {
        return " " + SimulatedHypervisor.FIGURES.network().get(counter);
    }

    @Test
    void instancesAndDaemonAreThereInTheTextFormat() throws Exception {
        try (SimulatedDaemon daemon = new SimulatedDaemon(folder)) {
            daemon.create("a", "b");
            daemon.fleet.instances().stop("b", Duration.ZERO);
            Raw answer = daemon.get("/metrics");
            assertThat(answer.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.body().lines())
                    .contains(
                            "# TYPE ristretto_instances gauge",
                            "ristretto_instances{state=\"running\"} 1",
                            "ristretto_instances{state=\"ended\"} 1",
                            "ristretto_instance_up{name=\"a\",image=\"shop:latest\"} 1",
                            "ristretto_instance_up{name=\"b\",image=\"shop:latest\"} 0",
                            "ristretto_instance_restarts_total{name=\"a\",image=\"shop:latest\"} 0",
                            "ristretto_instance_boot_seconds{name=\"a\",image=\"shop:latest\"} 0.082",
                            "ristretto_instance_network_receive_bytes_total{name=\"a\",image=\"shop:latest\"} 1000",
                            "ristretto_instance_network_transmit_packets_total{name=\"a\",image=\"shop:latest\"} 8",
                            "ristretto_instance_exit_status{name=\"b\",image=\"shop:latest\"} 137",
                            "ristretto_daemon_info{version=\"test\"} 1")
                    .noneMatch(line -> line.startsWith("ristretto_instance_boot_seconds{name=\"b\""))
                    .noneMatch(line -> line.matches("ristretto_instance_(network|tcp)_.*name=\"b\".*"))
                    .allMatch(line -> line.matches("# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{[a-z]+=\".*\"\\})? [-0-9.E]+"))
                    .doesNotHaveDuplicates();
        }
    }
}
