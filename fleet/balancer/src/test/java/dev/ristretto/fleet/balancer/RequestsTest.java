package dev.ristretto.fleet.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.balancer.RecordingReplica.Received;
import dev.ristretto.fleet.balancer.WireClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests byte by byte, and what the replica and the log get of them. */
@Timeout(60)
class RequestsTest {

    private final TestServices services = new TestServices(TestServices.PLENTY);
    private final List<LogRecord> logged = new ArrayList<>();
    private final Handler log = new Handler() {
        @Override
        public synchronized void publish(LogRecord record) {
            if (record.getLevel().intValue() > Level.INFO.intValue()) {
                logged.add(record);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private RecordingReplica replica;
    private int port;

    @BeforeEach
    void open() throws Exception {
        replica = new RecordingReplica();
        port = services.http("web", replica.target());
        Logger.getLogger("").addHandler(log);
    }

    @AfterEach
    void close() throws Exception {
        Logger.getLogger("").removeHandler(log);
        services.close();
        replica.close();
    }

    /** RFC 9110 section 10.1.1: the replica does not say 100 by itself, and the client does not wait for ever. */
    @ParameterizedTest
    @ValueSource(strings = {"100-continue", "100-Continue"})
    void aClientThatAsksForItIsToldToSendItsBody(String expectation) throws Exception {
        String head = "POST /p HTTP/1.1\r\nHost: a\r\nExpect: " + expectation + "\r\nContent-Length: 4\r\n\r\n";
        assertThat(WireClient.ask(port, head + "body").status()).as("at once").isEqualTo(200);
        try (WireClient client = new WireClient(port)) {
            client.send(head);
            assertThat(client.readInterim()).isEqualTo(100);
            client.send("body");
            assertThat(client.read(false).status()).isEqualTo(200);
            client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.read(false).status()).isEqualTo(200);
        }
        List<Received> received = replica.take();
        assertThat(received).extracting(Received::body).containsExactly("body", "body", "");
        assertThat(received).allMatch(each -> each.values("expect").isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"CONNECT x:80,405", "TRACE /,405", "connect /,400", "trace /,400", "Get /,400"})
    void someMethodsAreRefusedCleanly(String start, int status) throws Exception {
        try (WireClient client = new WireClient(port)) {
            client.send(start + " HTTP/1.1\r\nHost: x\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
            Answer answer = client.read(false);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body()).doesNotContain("\tat ").doesNotContain("Exception");
            assertThat(client.isEnded()).isTrue();
        }
        assertThat(replica.take()).isEmpty();
        assertThat(logged).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'gzip, chunked',501", "'chunked, gzip',400", "identity,400"})
    void codingsThatWouldHaveToBeTakenOffAreRefused(String coding, int status) throws Exception {
        String request = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n";
        assertThat(WireClient.ask(port, request).status()).isEqualTo(status);
        assertThat(replica.take()).isEmpty();
    }

    /** Whatever the method, the next request on the replica's connection is not read as the body's rest. */
    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "GET", "PROPFIND"})
    void aBodyOfUnknownLengthArrivesWithAnEnd(String method) throws Exception {
        String chunks = "a\r\n0123456789\r\n".repeat(3000) + "0\r\nX-Trailer: 1\r\n\r\n";
        String head = " / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (int i = 0; i < 3; i++) {
            assertThat(WireClient.ask(port, method + head + chunks).status()).isEqualTo(200);
            assertThat(replica.take()).singleElement().satisfies(each -> {
                assertThat(each.method()).isEqualTo(method);
                assertThat(each.body()).isEqualTo("0123456789".repeat(3000));
                assertThat(each.values("content-type"))
                        .as("nobody has told one")
                        .isEmpty();
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"256,200", "257,431"})
    void aHeadHasNoMoreThanSoManyFields(int fields, int status) throws Exception {
        String request = "GET / HTTP/1.1\r\nHost: a\r\n" + "x: y\r\n".repeat(fields - 1) + "\r\n";
        assertThat(WireClient.ask(port, request).status()).isEqualTo(status);
    }

    /** Of what clients and replicas do wrong, the log gets a line at most, and no stack trace. */
    @Test
    void nobodyFillsTheLog() throws Exception {
        replica.prepare("reset", RecordingReplica.RESET);
        replica.prepare("half", RecordingReplica.bytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nha"));
        List<String> requests = List.of(
                "CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\n\r\n",
                "GET /reset HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /half HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET //x HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "\u0016\u0003\u0001\u0000");
        for (String request : requests) {
            try (WireClient client = new WireClient(port)) {
                client.send(request).endOutput();
                client.read(false);
            }
        }
        services.awaitQuiet("web");
        assertThat(logged).isEmpty();
    }
}
