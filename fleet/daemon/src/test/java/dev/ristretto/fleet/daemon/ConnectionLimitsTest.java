package dev.ristretto.fleet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.NewToken;
import dev.ristretto.fleet.daemon.http.Listening;
import dev.ristretto.fleet.daemon.limit.ApiBudget;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a connection over the network may take: time, places and memory. */
@Timeout(60)
class ConnectionLimitsTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String HALF = "GET /v1/status HTTP/1.1\r\nHost: localhost\r\n";
    private static final String STATUS_OK = "HTTP/1.1 200";

    @TempDir
    Path folder;

    private SimulatedDaemon daemon;
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        daemon = daemon(folder, network(8, LONG, LONG));
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        daemon.close();
    }

    @Test
    void aHeadMustBeCompleteInTimeHoweverItsBytesCome() throws Exception {
        restart(network(8, SHORT, LONG));
        Socket silent = open("");
        Socket trickling = open(HALF);
        Socket nextRequest = open(HALF + "\r\n");
        assertThat(statusLine(nextRequest)).startsWith("HTTP/1.1 401");
        assertThatItIsClosedWhileSending(trickling, "X: y\r\n");
        assertThatItIsClosedWhileSending(nextRequest, "X: y\r\n");
        assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void aBodyMustComeAtALeastRate() throws Exception {
        restart(network(8, LONG, SHORT));
        Socket slow = open(post(token("operator"), 200_000) + "{");
        assertThatItIsClosedWhileSending(slow, " ");
    }

    /** The only request that its token may have under way is that of a reader who takes a byte now and then. */
    @Test
    void anAnswerMustBeTakenAtALeastRate() throws Exception {
        restart(new ApiBudget(8, 8, 2, 4, 10, 1 << 24, LONG, LONG, SHORT, 1024, 2));
        String viewer = token("viewer");
        Socket slow = new Socket();
        sockets.add(slow);
        slow.setReceiveBufferSize(4096);
        slow.connect(Objects.requireNonNull(open("").getRemoteSocketAddress()));
        send(slow, ("GET /v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n" + viewer + "\r\n").repeat(80));
        String answer = "";
        boolean wasRefused = false;
        while (!wasRefused || !answer.startsWith(STATUS_OK)) {
            assertThat(slow.getInputStream().read()).isPositive();
            answer = statusLineIfAny(HALF + viewer + "\r\n");
            wasRefused |= answer.startsWith("HTTP/1.1 503");
        }
    }

    @Test
    void whatHasComeLeastFarGoesFirst() throws Exception {
        daemon.create("web");
        Socket stream = open("GET /v1/events?follow=true HTTP/1.1\r\nHost: localhost\r\n" + token("viewer") + "\r\n");
        assertThat(statusLine(stream)).startsWith(STATUS_OK);
        Socket idle = open(HALF + "\r\n");
        assertThat(statusLine(idle)).startsWith("HTTP/1.1 401");
        Socket oldest = open(HALF);
        List<Socket> more = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            more.add(open(HALF));
        }
        assertThat(statusLine(open(HALF + token("late") + "\r\n"))).startsWith(STATUS_OK);
        assertThat(oldest.getInputStream().read()).isEqualTo(-1);
        for (Socket younger : more) {
            send(younger, token("t" + more.indexOf(younger)) + "\r\n");
            assertThat(statusLine(younger)).startsWith(STATUS_OK);
        }
        daemon.create("other");
        assertThat(stream.getInputStream().read()).isPositive();
    }

    /** Half of the places is for others, and the owner has places of their own. */
    @Test
    void oneTokenHasOnlyItsShare() throws Exception {
        restart(network(64, LONG, LONG));
        daemon.create("web");
        String greedy = "GET /v1/instances/web/wait HTTP/1.1\r\nHost: localhost\r\n" + token("greedy") + "\r\n";
        List<Socket> waiting = new ArrayList<>();
        Socket refused = null;
        while (refused == null) {
            Socket socket = open(greedy);
            socket.setSoTimeout(200);
            try {
                assertThat(statusLine(socket)).startsWith("HTTP/1.1 503");
                refused = socket;
            } catch (SocketTimeoutException e) {
                waiting.add(socket);
            }
        }
        assertThat(waiting).hasSize(5);
        Socket other = open("GET /v1/events?follow=true HTTP/1.1\r\nHost: localhost\r\n" + token("other") + "\r\n");
        assertThat(statusLine(other)).startsWith(STATUS_OK);
        assertThat(daemon.get("/v1/events?limit=1").status()).isEqualTo(200);
        daemon.fleet.instances().stop("web", Duration.ZERO);
        for (Socket socket : waiting) {
            assertThat(statusLine(socket)).startsWith(STATUS_OK);
        }
    }

    /** Nothing is read, kept or noted down for somebody who may not ask for it. */
    @Test
    void whoAsksAndForWhatIsCheckedBeforeTheBodyIsRead() throws Exception {
        String viewer = token("viewer");
        String operator = token("operator");
        String key = "Idempotency-Key: k\r\n";
        assertThat(statusLine(open(post(key, 1000)))).startsWith("HTTP/1.1 401");
        assertThat(statusLine(open(post(viewer + key, 1000)))).startsWith("HTTP/1.1 403");
        assertThat(statusLine(open(post(operator + key, 1000).replace("instances", "nothing"))))
                .startsWith("HTTP/1.1 404");
        assertThat(statusLine(open(post(operator + key, 1000).replace("instances", "instances?x=y"))))
                .startsWith("HTTP/1.1 400");
        assertThat(statusLine(open(post(operator + key, 1000).replace("application/json", "text/plain"))))
                .startsWith("HTTP/1.1 415");
        // The key has been used for nothing.
        Socket good = open(post(operator + key, 2) + "{}");
        assertThat(statusLine(good)).startsWith("HTTP/1.1 400");
    }

    @Test
    void aHeadHasOnlySoManyFields() throws Exception {
        assertThat(statusLine(open(HALF + "a:b\r\n".repeat(101) + "\r\n"))).startsWith("HTTP/1.1 431");
        assertThat(statusLine(open(HALF + "a:b\r\n".repeat(99) + "\r\n"))).startsWith("HTTP/1.1 401");
    }

    private static ApiBudget network(int connections, Duration head, Duration patience) {
        return new ApiBudget(connections, connections, 2 * connections, 4, 10, 1 << 24, LONG, head, patience, 1024, 2);
    }

    /** Another daemon with another budget. */
    private void restart(ApiBudget network) throws Exception {
        daemon.close();
        daemon = daemon(folder.resolve("other"), network);
    }

    private static SimulatedDaemon daemon(Path folder, ApiBudget network) throws Exception {
        return new SimulatedDaemon(
                folder,
                new Daemon.Limits(ApiBudget.ofOwner(SimulatedDaemon.HEAP), network),
                Optional.of(Listening.LOOPBACK));
    }

    private String token(String name) {
        String role = name.equals("operator") ? name : "viewer";
        return "Authorization: Bearer "
                + daemon.client().createToken(new NewToken(name, role, null)).token() + "\r\n";
    }

    private static String post(String fields, int length) {
        return "POST /v1/instances HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + fields
                + "Content-Length: " + length + "\r\n\r\n";
    }

    private Socket open(String text) throws IOException {
        URI url = URI.create(daemon.url);
        Socket socket = new Socket(url.getHost(), url.getPort());
        sockets.add(socket);
        send(socket, text);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Of so many connections one may have to go for the next before its answer is read; then it is empty. */
    private String statusLineIfAny(String request) throws IOException {
        Socket socket = open(request);
        try {
            return statusLine(socket);
        } catch (SocketException e) {
            return "";
        }
    }

    private static String statusLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream input = socket.getInputStream();
        for (int next = input.read(); next >= 0 && next != '\n'; next = input.read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    /** Ends by the test's own time limit if it is not. */
    private static void assertThatItIsClosedWhileSending(Socket socket, String piece) {
        try {
            OutputStream output = socket.getOutputStream();
            while (true) {
                output.write(piece.getBytes(StandardCharsets.US_ASCII));
                LockSupport.parkNanos(20_000_000);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
    }
}
