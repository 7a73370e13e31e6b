package dev.ristretto.fleet.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replicas that do not answer as they should. Nobody waits for what will not come. */
@Timeout(60)
class ReplicaFaultsTest {

    private static final String END = " HTTP/1.1\r\nHost: a\r\n\r\n";

    private final TestServices services = new TestServices(TestServices.PLENTY);
    private RecordingReplica first;
    private RecordingReplica second;

    @BeforeEach
    void open() throws Exception {
        first = new RecordingReplica();
        second = new RecordingReplica();
        for (RecordingReplica each : new RecordingReplica[] {first, second}) {
            each.prepare("end", RecordingReplica.END);
            each.prepare("reset", RecordingReplica.RESET);
            each.prepare("half", RecordingReplica.bytes("HTTP/1.1 200 OK\r\nConte"));
            each.prepare(
                    "long",
                    RecordingReplica.bytes(
                            "HTTP/1.1 200 OK\r\nX: " + "a".repeat(60_000) + "\r\nContent-Length: 2\r\n\r\nok"));
            each.prepare(
                    "many",
                    RecordingReplica.bytes("HTTP/1.1 200 OK\r\n" + fields(300) + "Content-Length: 2\r\n\r\nok"));
            each.prepare("switch", RecordingReplica.bytes("HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n"));
            each.prepare("garbage", RecordingReplica.bytes("SSH-2.0-OpenSSH_9.2\r\n"));
            each.prepare(
                    "excess",
                    RecordingReplica.bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                            + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"));
        }
    }

    @AfterEach
    void close() throws Exception {
        services.close();
        first.close();
        second.close();
    }

    private static String fields(int number) {
        return IntStream.range(0, number).mapToObj(i -> "X-" + i + ": 1\r\n").collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(strings = {"end", "reset", "half", "long", "many", "switch", "garbage"})
    void theOnlyReplicaFailsAndTheClientIsToldAtOnce(String fault) throws Exception {
        int port = services.http("web", first.target());
        for (String method : new String[] {"GET", "HEAD", "PUT", "DELETE", "POST", "PATCH"}) {
            long begun = System.nanoTime();
            assertThat(WireClient.ask(port, method + " /" + fault + END).status())
                    .as(method)
                    .isEqualTo(502);
            assertThat(System.nanoTime() - begun).as("far below the patience").isLessThan(10_000_000_000L);
            assertThat(first.take()).as(method).hasSize(1);
        }
        services.awaitQuiet("web");
        assertThat(services.traffic("web").answers().failed()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void whatIsSafeIsSentToOneOtherReplicaAndNoMore(String method) throws Exception {
        try (RecordingReplica third = new RecordingReplica()) {
            third.prepare("end", RecordingReplica.END);
            int port = services.http("web", first.target(), second.target(), third.target());
            assertThat(WireClient.ask(port, method + " /end" + END).status()).isEqualTo(502);
            assertThat(first.take().size() + second.take().size() + third.take().size())
                    .isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "ANY"})
    void whatIsNotSafeIsSentOnce(String method) throws Exception {
        int port = services.http("web", first.target(), second.target());
        assertThat(WireClient.ask(port, method + " /reset" + END).status()).isEqualTo(502);
        assertThat(first.take().size() + second.take().size()).isEqualTo(1);
    }

    /** Once it was sent, nothing is waited for: neither a replica that comes nor one that cannot be connected to. */
    @Test
    void afterAFailureNobodyIsWaitedFor() throws Exception {
        RecordingReplica gone = new RecordingReplica();
        gone.close();
        int port = services.http("web", first.target(), gone.target());
        for (int i = 0; i < 4; i++) {
            long begun = System.nanoTime();
            assertThat(WireClient.ask(port, "GET /end" + END).status()).isEqualTo(502);
            assertThat(System.nanoTime() - begun).isLessThan(10_000_000_000L);
            assertThat(first.take()).hasSize(1);
        }
    }

    @Test
    void aRequestWithTooManyFieldsForTheReplicaIsAnsweredAtOnce() throws Exception {
        int port = services.http("web", first.target());
        first.prepare("fields", RecordingReplica.END);
        assertThat(WireClient.ask(port, "GET /fields HTTP/1.1\r\nHost: a\r\n" + fields(210) + "\r\n")
                        .status())
                .isEqualTo(502);
    }

    @Test
    void aConnectionWithBytesBehindAnAnswerIsNotUsedAgain() throws Exception {
        int port = services.http("web", first.target());
        assertThat(WireClient.ask(port, "GET /excess" + END).body()).isEqualTo("ok");
        int connection = first.take().getFirst().connection();
        assertThat(WireClient.ask(port, "GET /next" + END).body()).isEqualTo("ok");
        assertThat(first.take().getFirst().connection()).isNotEqualTo(connection);
        assertThat(WireClient.ask(port, "GET /next" + END).body()).isEqualTo("ok");
        assertThat(first.take().getFirst().connection()).as("others are").isEqualTo(connection + 1);
    }

    /** As servers do that close what was idle for a while: the request has not been sent to anybody yet. */
    @Test
    void aConnectionThatTheReplicaHasEndedIsNotUsedAgain() throws Exception {
        first.prepare("short", RecordingReplica.bytes("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"));
        int port = services.http("web", first.target());
        for (int i = 0; i < 50; i++) {
            assertThat(WireClient.ask(port, "PUT /short" + END).status()).isEqualTo(200);
            first.awaitEnd();
        }
    }

    @Test
    void whatAReplicaSaysUnaskedIsNobodysAnswer() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            int port = services.http("web", new Target("raw", server.getLocalPort(), false));
            byte[] ok = RecordingReplica.bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            CompletableFuture<Socket> spoken = CompletableFuture.supplyAsync(() -> answer(server, ok));
            assertThat(WireClient.ask(port, "GET /one" + END).body()).isEqualTo("ok");
            try (Socket connection = spoken.join()) {
                connection
                        .getOutputStream()
                        .write(RecordingReplica.bytes("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"));
                CompletableFuture<Socket> next = CompletableFuture.supplyAsync(() -> answer(server, ok));
                assertThat(WireClient.ask(port, "GET /two" + END).body()).isEqualTo("ok");
                next.join().close();
            }
        }
    }

    private static Socket answer(ServerSocket server, byte[] answer) {
        try {
            Socket connection = server.accept();
            connection.getInputStream().readNBytes(10);
            connection.getOutputStream().write(answer);
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
