package dev.ristretto.fleet.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.syntax.Probe;
import dev.ristretto.run.host.PublishedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server on the loopback address that answers once, with what a test says. */
@Timeout(60)
class NetworkProbesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ServerSocket server;
    private NetworkProbes checks;

    @BeforeEach
    void listen() throws Exception {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        checks = new NetworkProbes();
    }

    @AfterEach
    void close() throws Exception {
        checks.close();
        server.close();
    }

    @Test
    void aStatusBelow400IsGood() throws Exception {
        assertThat(http("HTTP/1.1 204 No Content\r\n\r\n")).isEqualTo(ProbeResult.success("status 204"));
        assertThat(http("HTTP/1.0 302\r\n\r\n")).isEqualTo(ProbeResult.success("status 302"));
        assertThat(http("HTTP/1.1 404 Not Found\r\n\r\n")).isEqualTo(ProbeResult.failure("status 404"));
        assertThat(http("HTTP/1.1 100 Continue\r\n\r\n")).isEqualTo(ProbeResult.failure("status 100"));
    }

    @Test
    void whatIsNoAnswerIsAFailure() throws Exception {
        ProbeResult noHttp = ProbeResult.failure("the answer is not HTTP");
        assertThat(http("SSH-2.0\r\n")).isEqualTo(noHttp);
        assertThat(http("HTTP/1.1 200 OK without an end")).isEqualTo(noHttp);
        assertThat(http("")).isEqualTo(noHttp);
        assertThat(http("x".repeat(100_000))).isEqualTo(noHttp);
    }

    @Test
    void silenceIsAFailureWhenTheTimeIsOver() throws Exception {
        assertThat(run(probe("http:/"), port(), Duration.ofMillis(50)))
                .isEqualTo(ProbeResult.failure("no answer in 50 ms"));
    }

    @Test
    void nobodyThereIsAFailure() throws Exception {
        server.close();
        assertThat(run(probe("http:/"), port(), PATIENCE)).isEqualTo(ProbeResult.failure("the connection is refused"));
    }

    @Test
    void aConnectionHasToLast() throws Exception {
        // The queue of the listening socket takes it.
        assertThat(run(probe("tcp"), port(), PATIENCE)).isEqualTo(ProbeResult.success("connected"));
        CompletableFuture<Void> answer = answer("hello");
        assertThat(run(probe("tcp"), port(), PATIENCE).detail()).isEqualTo("connected");
        answer.join();
    }

    @Test
    void aConnectionThatIsEndedAtOnceIsAFailure() throws Exception {
        CompletableFuture<Void> answer = answer("");
        assertThat(run(probe("tcp"), port(), PATIENCE))
                .isEqualTo(ProbeResult.failure("the connection is ended at once"));
        answer.join();
    }

    @Test
    void anAnswerMayComeInPieces() throws Exception {
        CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> {
            try (Socket client = server.accept()) {
                client.setTcpNoDelay(true);
                for (byte octet : "HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII)) {
                    client.getOutputStream().write(octet);
                }
                client.getInputStream().readAllBytes();
            } catch (IOException e) {
                // The check had seen enough.
            }
        });
        assertThat(run(probe("http:/"), port(), PATIENCE)).isEqualTo(ProbeResult.success("status 200"));
        slow.join();
    }

    @Test
    void silentOnesDoNotHoldUpTheOthers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress())) {
            List<ProbeResult> late = new ArrayList<>();
            while (checks.hasRoom()) {
                checks.begin(probe("http:/"), port(silent), PATIENCE, late::add);
            }
            assertThat(http("HTTP/1.1 200\r\n")).isEqualTo(ProbeResult.success("status 200"));
            assertThat(late).isEmpty();
            assertThat(checks.hasRoom()).isFalse();
        }
        checks.close();
        checks = new NetworkProbes();
        assertThat(checks.hasRoom()).isTrue();
    }

    private ProbeResult run(Probe.Network probe, PublishedPort port, Duration timeout) throws IOException {
        List<ProbeResult> results = new ArrayList<>();
        checks.begin(probe, port, timeout, results::add);
        while (results.isEmpty()) {
            checks.step(PATIENCE);
        }
        return results.getFirst();
    }

    private ProbeResult http(String answer) throws Exception {
        CompletableFuture<Void> server = answer(answer);
        ProbeResult result = run(probe("http:/health"), port(), PATIENCE);
        server.join();
        return result;
    }

    private CompletableFuture<Void> answer(String text) {
        return CompletableFuture.runAsync(
                () -> {
                    try (Socket client = server.accept()) {
                        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                        client.shutdownOutput();
                        // Read to the end, or closing would reset the connection and take the answer with it.
                        client.getInputStream().readAllBytes();
                    } catch (IOException e) {
                        // The check had seen enough.
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    private static Probe.Network probe(String text) {
        return (Probe.Network) Probe.parse(text);
    }

    private PublishedPort port() {
        return port(server);
    }

    private static PublishedPort port(ServerSocket listening) {
        return PublishedPort.parse(listening.getLocalPort() + ":80");
    }
}
