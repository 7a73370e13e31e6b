package dev.ristretto.fleet.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.hypervisor.PublishedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server on the loopback address that answers once, with what a test says. */
@Timeout(60)
class NetworkCheckTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ServerSocket server;

    @BeforeEach
    void listen() throws Exception {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void aStatusBelow400IsGood() {
        assertThat(http("HTTP/1.1 204 No Content\r\n\r\n")).isEqualTo(Result.success("status 204"));
        assertThat(http("HTTP/1.0 302\r\n\r\n")).isEqualTo(Result.success("status 302"));
        assertThat(http("HTTP/1.1 404 Not Found\r\n\r\n")).isEqualTo(Result.failure("status 404"));
        assertThat(http("HTTP/1.1 100 Continue\r\n\r\n")).isEqualTo(Result.failure("status 100"));
    }

    @Test
    void whatIsNoAnswerIsAFailure() {
        Result noHttp = Result.failure("the answer is not HTTP");
        assertThat(http("SSH-2.0\r\n")).isEqualTo(noHttp);
        assertThat(http("HTTP/1.1 200 OK without an end")).isEqualTo(noHttp);
        assertThat(http("")).isEqualTo(noHttp);
        assertThat(http("x".repeat(100_000))).isEqualTo(noHttp);
    }

    @Test
    void silenceIsAFailureWhenTheTimeIsOver() {
        assertThat(NetworkCheck.run(probe("http:/"), port(), Duration.ofMillis(50)))
                .isEqualTo(Result.failure("no answer in 50 ms"));
    }

    @Test
    void nobodyThereIsAFailure() throws Exception {
        server.close();
        assertThat(NetworkCheck.run(probe("http:/"), port(), PATIENCE))
                .isEqualTo(Result.failure("the connection is refused"));
    }

    @Test
    void aConnectionHasToLast() {
        // The queue of the listening socket takes it.
        assertThat(NetworkCheck.run(probe("tcp"), port(), PATIENCE)).isEqualTo(Result.success("connected"));
        CompletableFuture<Void> answer = answer("hello");
        assertThat(NetworkCheck.run(probe("tcp"), port(), PATIENCE).detail()).isEqualTo("connected");
        answer.join();
    }

    @Test
    void aConnectionThatIsEndedAtOnceIsAFailure() {
        CompletableFuture<Void> answer = answer("");
        assertThat(NetworkCheck.run(probe("tcp"), port(), PATIENCE))
                .isEqualTo(Result.failure("the connection is ended at once"));
        answer.join();
    }

    private Result http(String answer) {
        CompletableFuture<Void> server = answer(answer);
        Result result = NetworkCheck.run(probe("http:/health"), port(), PATIENCE);
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
        return PublishedPort.parse(server.getLocalPort() + ":80");
    }
}
