package dev.ristretto.fleet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.state.ServiceState;
import dev.ristretto.fleet.daemon.SocketRequests.Raw;
import java.nio.file.Path;
import java.time.Duration;
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
                    .allMatch(line -> line.matches("# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{[a-z]+=\".*\"\\})? [-0-9.E]+"))
                    .doesNotHaveDuplicates();
        }
    }
}
