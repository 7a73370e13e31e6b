package dev.ristretto.fleet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.client.ListEventsQuery;
import dev.ristretto.fleet.daemon.SocketRequests.Raw;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are sent again. */
@Timeout(60)
class IdempotencyTest {

    private static final String KEY = "Idempotency-Key: 4711\r\n";

    @TempDir
    Path folder;

    private SimulatedDaemon daemon;

    @BeforeEach
    void start() throws Exception {
        daemon = new SimulatedDaemon(folder);
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
    }

    @Test
    void whatIsSentAgainIsDoneOnceAndAnsweredTwiceAlikeEvenByTheNextDaemon() throws Exception {
        Raw first = daemon.post("/v1/instances", KEY, daemon.wish("web"));
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        daemon.restart();
        Raw second = daemon.post("/v1/instances", KEY, daemon.wish("web"));
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(daemon.client().listEvents(new ListEventsQuery()))
                .map(Event::kind)
                .containsOnlyOnce("created");
    }

    @Test
    void aRefusalIsRememberedToo() throws Exception {
        daemon.create("web");
        Raw first = daemon.post("/v1/instances", KEY, daemon.wish("web"));
        daemon.fleet.instances().remove("web", true);
        Raw second = daemon.post("/v1/instances", KEY, daemon.wish("web"));
        assertThat(first.status()).isEqualTo(409);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(daemon.post("/v1/instances", "", daemon.wish("web")).status())
                .isEqualTo(201);
    }

    @Test
    void aKeyBelongsToOneRequest() throws Exception {
        daemon.post("/v1/instances", KEY, daemon.wish("web"));
        assertThat(daemon.post("/v1/instances", KEY, daemon.wish("other")).status())
                .isEqualTo(422);
        assertThat(daemon.post("/v1/instances/web/stop?grace=0", KEY, "").status())
                .isEqualTo(422);
        assertThat(daemon.post("/v1/instances", "Idempotency-Key: a b\r\n", daemon.wish("x"))
                        .status())
                .isEqualTo(400);
        assertThat(daemon.fleet.instances().list()).hasSize(1);
    }

    @Test
    void anAnswerThatIsTheLastWordCanBeAskedForAgainAtOnce() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(daemon.post("/v1/instances", KEY, daemon.wish("web")).status())
                    .isEqualTo(201);
        }
    }

    @Test
    void aSecretIsNotKeptToBeToldAgain() throws Exception {
        String wish = "{\"name\": \"t\", \"role\": \"viewer\"}";
        Raw first = daemon.post("/v1/tokens", KEY, wish);
        assertThat(first.status()).isEqualTo(201);
        String secret = first.body().replaceAll("(?s).*\"token\":\"rst_([^\"]+)\".*", "$1");
        assertThat(secret).hasSize(43);
        assertThat(daemon.post("/v1/tokens", KEY, wish).status()).isEqualTo(409);
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(secret);
            }
        }
    }

    @Test
    void aKeyIsForgottenAfterADay() throws Exception {
        daemon.post("/v1/instances", KEY, daemon.wish("web"));
        daemon.clock.pass(Duration.ofDays(1).plusSeconds(1));
        assertThat(daemon.post("/v1/instances", KEY, daemon.wish("other")).status())
                .isEqualTo(201);
    }

    @Test
    void aRequestThatIsBeingDoneIsNotDoneAgain() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        daemon.hypervisor.beforeStart(() -> {
            begun.countDown();
            mayGoOn.await();
        });
        String wish = daemon.wish("web");
        Thread first = Thread.ofVirtual().start(() -> {
            try {
                daemon.post("/v1/instances", KEY, wish);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        begun.await();
        Raw second = daemon.post("/v1/instances", KEY, wish);
        mayGoOn.countDown();
        first.join();
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.body()).contains("is being done");
    }

    /** Whether it was done cannot be known then, so it must not be done again. */
    @Test
    void aRequestDuringWhichTheDaemonEndedIsRefused() throws Exception {
        byte[] request = ("POST /v1/instances\n" + daemon.wish("web")).getBytes(StandardCharsets.UTF_8);
        String fingerprint =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(request));
        Instant now = daemon.clock.instant();
        daemon.fleet.keptAnswers().begin("user", "4711", fingerprint, now, now);
        daemon.restart();
        Raw answer = daemon.post("/v1/instances", KEY, daemon.wish("web"));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body()).contains("This was begun and its answer is not known");
        assertThat(daemon.fleet.instances().list()).isEmpty();
    }
}
