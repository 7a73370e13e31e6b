package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.daemon.store.KeptAnswers;
import dev.ristretto.fleet.daemon.store.KeptAnswers.Kept;
import dev.ristretto.fleet.daemon.store.KeptAnswers.KeptAnswer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Lets a client send a POST again that it has had no answer to: with the same {@code Idempotency-Key} it is done once,
 * and answered as the first time (draft-ietf-httpapi-idempotency-key-header). If the daemon ended while it was done,
 * nobody knows how far it came; then it is refused, not done again. So it is if the answer is a secret, which is not
 * kept.
 */
public final class Idempotency {

    private static final Logger LOG = System.getLogger(Idempotency.class.getName());

    public static final String HEADER = "Idempotency-Key";
    public static final String KEY = "[!-~]{1,255}";
    private static final String REPLAYED = "Idempotent-Replayed";

    private static final Duration KEPT = Duration.ofDays(1);

    private final KeptAnswers answers;
    private final InstantSource clock;
    private final Set<String> beingDone = ConcurrentHashMap.newKeySet();
    /** Keeps answers in the database. */
    public Idempotency(KeptAnswers answers, InstantSource clock) {
        this.answers = answers;
        this.clock = clock;
    }

    /** Does something and answers it. */
    public interface Work {
        void run() throws IOException;
    }

    /** Does what a request asks for, unless it was done already. */
    public void serve(Exchange exchange, Work work) throws IOException {
        String key = exchange.header(HEADER);
        if (key == null || !exchange.method().equals("POST")) {
            work.run();
            return;
        }
        if (!key.matches(KEY)) {
            throw new RequestProblem(
                    HttpStatus.BAD_REQUEST_400,
                    HEADER + " must have 1 to 255 characters of ASCII, none of them a space");
        }
        String caller = exchange.caller().id();
        String mark = caller + " " + key;
        if (!beingDone.add(mark)) {
            throw new RequestProblem(
                    HttpStatus.CONFLICT_409, "The request with this " + HEADER + " is being done; ask again later");
        }
        try {
            Instant now = clock.instant();
            String request = fingerprint(exchange);
            Optional<Kept> earlier = answers.begin(caller, key, request, now, now.minus(KEPT));
            // Whoever has the answer may ask again at once.
            exchange.beforeAnswer(() -> {
                if (earlier.isEmpty()) {
                    keep(caller, key, exchange);
                }
                beingDone.remove(mark);
            });
            if (earlier.isPresent()) {
                repeat(exchange, earlier.get(), request);
            } else {
                work.run();
            }
        } finally {
            beingDone.remove(mark);
        }
    }

    /** If that fails, nobody will know what was answered, and the same request will be refused. */
    private void keep(String caller, String key, Exchange exchange) {
        try {
            if (!exchange.isSecret()) {
                keepOrForget(caller, key, exchange.answered());
            }
        } catch (FleetException e) {
            LOG.log(Level.WARNING, "the answer to " + key + " of " + caller + " is not kept", e);
        }
    }

    private void keepOrForget(String caller, String key, Optional<KeptAnswer> answer) {
        if (answer.isPresent() && answer.get().status() < HttpStatus.INTERNAL_SERVER_ERROR_500) {
            answers.finish(caller, key, answer.get());
        } else {
            answers.forget(caller, key);
        }
    }

    private static void repeat(Exchange exchange, Kept earlier, String request) throws IOException {
        if (!earlier.request().equals(request)) {
            throw new RequestProblem(
                    HttpStatus.UNPROCESSABLE_ENTITY_422,
                    "This " + HEADER + " belongs to another request; take a new key for a new request");
        }
        KeptAnswer answer = earlier.answer();
        if (answer == null) {
            throw new RequestProblem(
                    HttpStatus.CONFLICT_409,
                    "This was begun and its answer is not known: the daemon ended, or it is told only once."
                            + " Look what has come of it, then ask with a new " + HEADER);
        }
        exchange.setHeader(REPLAYED, "true");
        exchange.answer(answer);
    }

    private static String fingerprint(Exchange exchange) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(exchange.target());
            digest.update(exchange.bytes());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
