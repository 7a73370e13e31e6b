package dev.ristretto.fleet.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real connections through a balancer in this JVM. */
@Timeout(60)
class BalancerTest {

    private final Balancer balancer = new Balancer("test", Duration.ofSeconds(30), TestServices.PLENTY);
    private final List<AutoCloseable> open = new ArrayList<>();
    private long generation;

    @AfterEach
    void close() throws Exception {
        balancer.close();
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void theEndOfOneDirectionIsPassedOnAndLeavesTheOtherOpen() throws Exception {
        ServerSocket replica = replica();
        int port = route(false, target(replica));
        try (Socket client = new Socket("127.0.0.1", port);
                Socket server = replica.accept()) {
            client.getOutputStream().write("question".getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            assertThat(server.getInputStream().readAllBytes()).asString().isEqualTo("question");
            server.getOutputStream().write("answer".getBytes(StandardCharsets.US_ASCII));
            server.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("answer");
        }
        awaitActive(0);
    }

    @Test
    void muchIsPassedOnInBothDirectionsAtOnce() throws Exception {
        ServerSocket replica = replica();
        int port = route(false, target(replica));
        byte[] much = new byte[8 << 20];
        new Random(1).nextBytes(much);
        try (Socket client = new Socket("127.0.0.1", port);
                Socket server = replica.accept()) {
            CompletableFuture<byte[]> there = copy(client, server, much);
            CompletableFuture<byte[]> back = copy(server, client, much);
            assertThat(there.join()).isEqualTo(much);
            assertThat(back.join()).isEqualTo(much);
        }
    }

    @Test
    void aConnectionThatIsResetIsResetOnTheOtherSide() throws Exception {
        ServerSocket replica = replica();
        int port = route(false, target(replica));
        try (Socket client = new Socket("127.0.0.1", port);
                Socket server = replica.accept()) {
            // Only what has been taken: one that is reset before counts as a replica that is gone.
            client.getOutputStream().write('x');
            assertThat(server.getInputStream().read()).isEqualTo('x');
            server.setSoLinger(true, 0);
            server.close();
            assertThat(endOf(client)).isNotEqualTo("end");
        }
        awaitActive(0);
    }

    @Test
    void aReplicaThatIsGoneIsPassedOver() throws Exception {
        ServerSocket gone = replica();
        gone.close();
        ServerSocket replica = replica();
        int port = route(false, new Target("gone", gone.getLocalPort(), false), target(replica));
        for (int i = 0; i < 4; i++) {
            try (Socket client = new Socket("127.0.0.1", port);
                    Socket server = replica.accept()) {
                client.getOutputStream().write('x');
                assertThat(server.getInputStream().read()).isEqualTo('x');
            }
        }
    }

    @Test
    void whatComesWhileNobodyIsThereIsHeld() throws Exception {
        int port = route(false);
        ServerSocket replica = replica();
        try (Socket client = new Socket("127.0.0.1", port)) {
            client.getOutputStream().write('x');
            awaitWaiting(1);
            assertThat(answers().count()).isZero();
            route(false, target(replica));
            try (Socket server = replica.accept()) {
                assertThat(server.getInputStream().read()).isEqualTo('x');
            }
            assertThat(answers().count()).as("it counts when it is taken").isEqualTo(1);
        }
    }

    @Test
    void whoDrainsKeepsItsConnectionsAndGetsNoOther() throws Exception {
        ServerSocket old = replica();
        ServerSocket fresh = replica();
        int port = route(false, target(old));
        try (Socket first = new Socket("127.0.0.1", port);
                Socket kept = old.accept()) {
            route(false, new Target("r" + old.getLocalPort(), old.getLocalPort(), true), target(fresh));
            try (Socket second = new Socket("127.0.0.1", port);
                    Socket taken = fresh.accept()) {
                second.getOutputStream().write('b');
                assertThat(taken.getInputStream().read()).isEqualTo('b');
            }
            first.getOutputStream().write('a');
            assertThat(kept.getInputStream().read()).isEqualTo('a');
            assertThat(balancer.report().services().getFirst().targets()).containsEntry("r" + old.getLocalPort(), 1);
        }
    }

    @Test
    void aTakenPortIsAnObstacleUntilItIsFree() throws Exception {
        ServerSocket holder = replica();
        ServiceRoute route = new ServiceRoute("web", "127.0.0.1", holder.getLocalPort(), false, List.of());
        balancer.apply(new BalancerConfiguration(1, List.of(route), false));
        assertThat(balancer.report().services().getFirst().obstacle())
                .contains("port " + holder.getLocalPort() + " on 127.0.0.1 cannot be listened on");
        holder.close();
        assertThat(balancer.report().services().getFirst().obstacle()).isNull();
    }

    /** As a connection of a daemon may be read to its end after the balancer was told to stop. */
    @Test
    void aConfigurationThatComesAfterTheEndTakesNoPort() throws Exception {
        int port = LoopbackPorts.choose(taken -> false);
        ServiceRoute route = new ServiceRoute("web", "127.0.0.1", port, false, List.of());
        balancer.close();
        balancer.apply(new BalancerConfiguration(1, List.of(route), false));
        assertThat(balancer.report().services()).isEmpty();
        assertThat(LoopbackPorts.isFree(port)).isTrue();
    }

    @Test
    void aServiceThatIsWithdrawnFreesItsPort() throws Exception {
        for (boolean http : List.of(false, true)) {
            int port = route(http);
            balancer.apply(new BalancerConfiguration(++generation, List.of(), false));
            while (!LoopbackPorts.isFree(port)) {
                // Linux may take a moment to take a listening socket down.
                balancer.awaitChange(Optional.of(Duration.ofMillis(10)));
            }
        }
    }

    @Test
    void requestsAreForwardedWithTheirBodies() throws Exception {
        int port = route(true, http(new AtomicInteger()));
        assertThat(send(port, "/echo?x=1", "POST", "ä".repeat(100_000)).body())
                .isEqualTo("POST /echo?x=1 " + "ä".repeat(100_000));
        assertThat(send(port, "/echo", "GET", "").body()).isEqualTo("GET /echo ");
        assertThat(send(port, "/missing", "GET", "").statusCode()).isEqualTo(404);
        awaitActive(0);
        assertThat(answers().count()).isEqualTo(3);
        assertThat(answers().failed()).as("what is not there is no failure").isZero();
        assertThat(answers().nanos()).isPositive();
    }

    @Test
    void aRequestThatMayBeRepeatedGoesToAnotherReplica() throws Exception {
        CountDownLatch none = new CountDownLatch(0);
        AtomicInteger broken = new AtomicInteger();
        Target bad = breaking(broken, none);
        int port = route(true, bad, http(new AtomicInteger()));
        for (int i = 0; i < 4; i++) {
            assertThat(send(port, "/echo", "GET", "").body()).isEqualTo("GET /echo ");
        }
        assertThat(broken).as("it was tried").hasPositiveValue();
        awaitActive(0);
        assertThat(answers().failed()).as("no client has noticed").isZero();
    }

    @Test
    void aRequestThatMayNotBeRepeatedIsSentOnce() throws Exception {
        AtomicInteger broken = new AtomicInteger();
        int port = route(true, breaking(broken, new CountDownLatch(0)));
        assertThat(send(port, "/echo", "POST", "pay").statusCode()).isEqualTo(502);
        assertThat(broken).hasValue(1);
        awaitActive(0);
        assertThat(answers().failed()).isEqualTo(1);
    }

    @Test
    void whatCouldNotBeSentAtAllGoesToAnotherReplicaWhateverItIs() throws Exception {
        ServerSocket gone = replica();
        gone.close();
        int port = route(true, new Target("gone", gone.getLocalPort(), false), http(new AtomicInteger()));
        for (int i = 0; i < 4; i++) {
            assertThat(send(port, "/echo", "POST", "pay").body()).isEqualTo("POST /echo pay");
        }
    }

    @Test
    void aRequestIsHeldUntilThereIsAReplica() throws Exception {
        int port = route(true);
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(
                () -> send(port, "/echo", "POST", "early"),
                task -> Thread.ofVirtual().start(task));
        awaitWaiting(1);
        route(true, http(new AtomicInteger()));
        assertThat(answer.join().body()).isEqualTo("POST /echo early");
    }

    @Test
    void aClientThatKeepsItsConnectionIsServedByWhoeverIsLeft() throws Exception {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        Target old = http(first);
        int port = route(true, old);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(uri(port, "/echo")).build();
            client.send(request, BodyHandlers.ofString());
            route(true, new Target(old.instance(), old.port(), true), http(second));
            client.send(request, BodyHandlers.ofString());
        }
        assertThat(first).hasValue(1);
        assertThat(second).hasValue(1);
    }

    private int route(boolean http, Target... targets) {
        int port = balancer.port("web").orElse(0);
        balancer.apply(new BalancerConfiguration(
                ++generation,
                List.of(new ServiceRoute("web", "127.0.0.1", port(port), http, List.of(targets))),
                false));
        return balancer.port("web").orElseThrow();
    }

    private static int port(int known) {
        return known == 0 ? LoopbackPorts.choose(taken -> false) : known;
    }

    private ServerSocket replica() throws IOException {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(socket);
        return socket;
    }

    private static Target target(ServerSocket socket) {
        return new Target("r" + socket.getLocalPort(), socket.getLocalPort(), false);
    }

    /** Says what it was asked. */
    private Target http(AtomicInteger requests) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/echo", exchange -> {
            requests.incrementAndGet();
            byte[] body = (exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        open.add(() -> server.stop(0));
        int port = server.getAddress().getPort();
        return new Target("h" + port, port, false);
    }

    /** Takes requests and ends the connection without a word. */
    private Target breaking(AtomicInteger requests, CountDownLatch pause) throws IOException {
        ServerSocket socket = replica();
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    try (Socket client = socket.accept()) {
                        client.getInputStream().readNBytes(10);
                        requests.incrementAndGet();
                        pause.await();
                    }
                }
            } catch (IOException | InterruptedException e) {
                // The test is over.
            }
        });
        return target(socket);
    }

    private static HttpResponse<String> send(int port, String path, String method, String body) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(uri(port, path))
                            .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static CompletableFuture<byte[]> copy(Socket from, Socket to, byte[] bytes) {
        Thread.ofVirtual().start(() -> {
            try {
                from.getOutputStream().write(bytes);
                from.shutdownOutput();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return to.getInputStream().readAllBytes();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    private static String endOf(Socket socket) {
        try {
            return socket.getInputStream().read() < 0 ? "end" : "byte";
        } catch (IOException e) {
            return "reset";
        }
    }

    private AnswerCounts answers() {
        return balancer.report().services().getFirst().answers();
    }

    private void awaitActive(int number) throws InterruptedException {
        while (balancer.report().services().getFirst().active() != number) {
            balancer.awaitChange(Optional.of(Duration.ofMillis(100)));
        }
    }

    private void awaitWaiting(int number) throws InterruptedException {
        while (balancer.report().services().getFirst().waiting() != number) {
            balancer.awaitChange(Optional.of(Duration.ofMillis(100)));
        }
    }
}
