package dev.ristretto.fleet.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.balancer.admission.ConnectionLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Twice as many connections as there is room for, of every kind that keeps a server busy with nothing. */
@Timeout(120)
class HostileClientsTest {

    private static final int MOST = 64;
    private static final int LINES = 250;

    private static final ConnectionLimits FEW =
            ConnectionLimits.with((long) MOST * ConnectionLimits.BYTES_PER_CONNECTION + (1 << 20), MOST);

    /** So few that those of all kinds on which a replica may be working leave room. */
    private static final int FEW_OF_A_KIND = 4;

    private static final int MANY_OF_A_KIND = 32;

    private TestServices services = new TestServices(FEW);
    private RecordingReplica replica;
    private int web;
    private int other;
    private int raw;
    private int asleep;
    private final List<Socket> hostile = new ArrayList<>();

    /** What a connection says before it falls silent, and to whom. */
    private enum Kind {
        NOTHING(""),
        EMPTY_LINES("\r\n\r\n\r\n"),
        HALF_A_LINE("GET / HT"),
        HALF_A_HEAD("GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(7900)),
        MANY_FIELDS("GET / HTTP/1.1\r\nHost: a\r\n" + "a:\r\n".repeat(LINES)),
        ONE_REQUEST_AND_NO_MORE("GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        HALF_A_SECOND_HEAD("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(7000)),
        SLOW_BODY("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + "a".repeat(20_000)),
        SLOW_CHUNKS("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
        NO_BODY_AFTER_CONTINUE("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n"),
        SLOW_READER("GET /big HTTP/1.1\r\nHost: a\r\n\r\n"),
        PIPELINE_UNREAD("GET /big HTTP/1.1\r\nHost: a\r\n\r\n".repeat(20)),
        BAD_REQUEST_KEPT_OPEN("BAD\r\n\r\n"),
        SLEEPING_SERVICE("GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        SILENT_TCP(""),
        ONE_BYTE_TCP("x"),
        SLOW_READER_TCP("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");

        final String text;

        Kind(String text) {
            this.text = text;
        }

        boolean isTcp() {
            return name().endsWith("_TCP");
        }

        /** Whether a replica may be working for it, so that it does not have to go for another one. */
        boolean isServed() {
            return switch (this) {
                case NOTHING,
                        EMPTY_LINES,
                        HALF_A_LINE,
                        HALF_A_HEAD,
                        MANY_FIELDS,
                        SILENT_TCP,
                        ONE_BYTE_TCP,
                        SLOW_READER_TCP -> false;
                default -> true;
            };
        }
    }

    @BeforeEach
    void open() throws Exception {
        replica = new RecordingReplica();
        replica.prepare(
                "big",
                RecordingReplica.bytes("HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n" + "b".repeat(5_000_000)));
        listen();
    }

    private void listen() {
        web = services.http("web", replica.target());
        other = services.http("other", replica.target());
        raw = services.tcp("raw", replica.target());
        asleep = services.http("asleep");
    }

    @AfterEach
    void close() throws Exception {
        for (Socket each : hostile) {
            each.close();
        }
        services.close();
        replica.close();
    }

    @ParameterizedTest
    @EnumSource
    void everybodyElseIsAnsweredMeanwhile(Kind kind) throws Exception {
        int port = kind.isTcp() ? raw : kind == Kind.SLEEPING_SERVICE ? asleep : web;
        for (int i = 0; i < 2 * MOST; i++) {
            hostile.add(connect(port, kind.text));
            if (i % 16 == 15) {
                answersEverywhere();
            }
        }
        answersEverywhere();
    }

    private void answersEverywhere() throws IOException {
        for (int port : new int[] {web, other, raw}) {
            assertThat(WireClient.ask(port, "GET /good HTTP/1.1\r\nHost: a\r\n\r\n")
                            .status())
                    .isEqualTo(200);
        }
        assertThat(services.balancer.admission().connections()).isLessThanOrEqualTo(FEW.connections());
        assertThat(services.balancer.admission().bytes()).isLessThanOrEqualTo(FEW.bytes());
    }

    /**
     * Many kinds at once, and clients that keep their connections while these come and go. However far behind the
     * balancer is, there is always one among these that has to go sooner than who waits for a replica.
     */
    @Test
    void aClientInTheMiddleOfItsExchangeStays() throws Exception {
        services.close();
        services = new TestServices(ConnectionLimits.with(64L << 20, MOST));
        listen();
        try (WireClient held = new WireClient(asleep)) {
            held.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
            while (services.traffic("asleep").waiting() == 0) {
                Thread.onSpinWait();
            }
            for (Kind kind : Kind.values()) {
                int count = kind.isServed() ? FEW_OF_A_KIND : MANY_OF_A_KIND;
                for (int i = 0; i < count && kind != Kind.SLEEPING_SERVICE; i++) {
                    hostile.add(connect(kind.isTcp() ? raw : web, kind.text));
                }
            }
            services.http("asleep", replica.target());
            assertThat(held.read(false).status()).isEqualTo(200);
        }
    }

    @Test
    void halfAHeadIsEndedInTimeHoweverItDribbles() throws Exception {
        Duration soon = Duration.ofMillis(300);
        services.close();
        services = new TestServices(new ConnectionLimits(
                FEW.bytes(), MOST, FEW.perPeer(), FEW.perService(), soon, soon, soon, soon, 1 << 20));
        listen();
        for (Kind kind : List.of(
                Kind.NOTHING,
                Kind.HALF_A_HEAD,
                Kind.EMPTY_LINES,
                Kind.SLOW_BODY,
                Kind.SLOW_CHUNKS,
                Kind.SILENT_TCP,
                Kind.BAD_REQUEST_KEPT_OPEN)) {
            Socket socket = connect(kind.isTcp() ? raw : web, kind.text);
            hostile.add(socket);
            awaitEnd(socket);
        }
        assertThat(services.balancer.admission().bytes()).isZero();
        services.awaitQuiet("web");
        services.awaitQuiet("raw");
    }

    private static void awaitEnd(Socket socket) throws IOException {
        try {
            while (socket.getInputStream().read() >= 0) {
                // An error may be told first.
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    private static Socket connect(int port, String text) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // It had to go for another one already.
        }
        return socket;
    }
}
