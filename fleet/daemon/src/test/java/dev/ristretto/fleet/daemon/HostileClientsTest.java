package dev.ristretto.fleet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.fleet.daemon.limit.ApiBudget;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import dev.ristretto.fleet.launcher.FleetFolders;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twice as many hostile connections as there may be at all, of each kind, against a daemon's process with the heap that
 * it has by default: it neither ends nor grows, and its owner is answered all the while.
 */
@Timeout(120)
class HostileClientsTest {

    private static final int CONNECTIONS =
            2 * ApiBudget.ofNetwork(SimulatedDaemon.HEAP).connections();
    private static final Duration OWNER_PATIENCE = Duration.ofSeconds(1);
    private static final int QUESTIONS = 5;

    @TempDir
    Path folder;

    private HostileDaemonProcess daemon;

    /** How a connection begins: what it sends at once. Nothing is ever read from it. */
    private Map<String, byte[]> kinds() throws IOException {
        String viewer = bearer("viewer");
        String operator = bearer("operator");
        String wish = "POST /v1/instances HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
        Map<String, String> kinds = new TreeMap<>();
        kinds.put("idle", "");
        kinds.put("half head, one long field", "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(7900));
        kinds.put("half head, many fields", "GET / HTTP/1.1\r\nHost: localhost\r\n" + "a:b\r\n".repeat(99));
        kinds.put("too many fields", "GET / HTTP/1.1\r\nHost: localhost\r\n" + "a:b\r\n".repeat(1500));
        kinds.put("not HTTP", "\u0016\u0003\u0001\u0002\u0000\u0001");
        kinds.put("wrong token", "GET /v1/status HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer rst_x\r\n\r\n");
        kinds.put("body that does not come", wish + operator + "Content-Length: 200000\r\n\r\n{");
        kinds.put(
                "body of a viewer with a key",
                wish + viewer + "Idempotency-Key: k\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(90_000));
        kinds.put(
                "body that becomes large",
                wish + operator + "Content-Length: 200004\r\n\r\n[" + "\"\",".repeat(66_666) + "\"\"]");
        kinds.put(
                "pipelined answers that nobody reads",
                ("GET /v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n" + viewer + "\r\n").repeat(20));
        kinds.put("pages that nobody reads", "GET /assets/style.css HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20));
        kinds.put("waits", "GET /v1/instances/web/wait HTTP/1.1\r\nHost: localhost\r\n" + viewer + "\r\n");
        kinds.put("streams", "GET /v1/events?follow=true HTTP/1.1\r\nHost: localhost\r\n" + viewer + "\r\n");
        Map<String, byte[]> bytes = new TreeMap<>();
        kinds.forEach((kind, text) -> bytes.put(kind, text.getBytes(StandardCharsets.ISO_8859_1)));
        return bytes;
    }

    @BeforeEach
    void start() throws Exception {
        daemon = new HostileDaemonProcess(folder);
        daemon.owner.createInstance(SimulatedImages.instance("web", daemon.image, "no"));
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
    }

    @Test
    void theOwnerIsAnsweredWithinASecondAndMemoryStaysWithinItsBudget() throws Exception {
        for (Map.Entry<String, byte[]> kind : kinds().entrySet()) {
            List<SocketChannel> open = new ArrayList<>();
            try {
                for (int i = 0; i < QUESTIONS; i++) {
                    for (int j = 0; j < CONNECTIONS / QUESTIONS; j++) {
                        open.add(daemon.connect(kind.getValue()));
                    }
                    ask(kind.getKey());
                }
            } finally {
                for (SocketChannel channel : open) {
                    channel.close();
                }
            }
        }
        daemon.requireAlive();
        assertThat(daemon.peakResident()).isLessThan(HostileDaemonProcess.MOST_RESIDENT);
        assertThat(Files.size(daemon.folders.log())).isLessThan(FleetFolders.LARGEST_LOG);
        assertThat(awaitService(daemon.client(daemon.token("late", "viewer")))).hasSize(1);
    }

    /** Whoever has a token is served again as soon as the daemon has noticed that the others are gone. */
    private List<InstanceView> awaitService(FleetClient client) throws IOException {
        while (true) {
            try {
                return client.instances();
            } catch (FleetException e) {
                daemon.requireAlive();
            }
        }
    }

    private void ask(String kind) {
        long begin = System.nanoTime();
        assertThat(daemon.owner.getStatus().version()).isEqualTo("test");
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(took).as(kind).isLessThan(OWNER_PATIENCE);
    }

    private String bearer(String role) {
        return "Authorization: Bearer " + daemon.token(role, role) + "\r\n";
    }
}
