package dev.ristretto.fleet.daemon.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sessions of browsers and the one-time codes that begin them. Each is somebody's, and no more than they: it ends with
 * whatever let them in, or earlier. They end with the daemon. Safe for use by several threads.
 */
public final class Sessions {

    private static final Duration VALID = Duration.ofHours(12);
    private static final Duration CODE_VALID = Duration.ofMinutes(1);

    /** Of one token; who begins one more ends the oldest of their own. */
    private static final int MOST_OF_ONE = 50;

    private static final String SESSION = "rss_";
    private static final String CODE = "rsc_";

    private final InstantSource clock;

    /** In the order in which they were begun, like the sessions. */
    private final Map<ByteBuffer, Entry> codes = new LinkedHashMap<>();

    private final Map<ByteBuffer, Entry> sessions = new LinkedHashMap<>();

    /** No sessions yet. */
    public Sessions(InstantSource clock) {
        this.clock = clock;
    }

    /** Whose it is, and until when it is of use. */
    private record Entry(Requester caller, Instant end) {}

    /**
     * A session that has begun.
     *
     * @param secret what the browser shows
     * @param end when it is of no use any more
     */
    public record Session(String secret, Instant end) {}

    /** A code that begins one session, within a minute. */
    public synchronized String code(Requester caller) {
        return put(codes, CODE, new Entry(caller, clock.instant().plus(CODE_VALID)));
    }

    /** Begins a session of somebody. */
    public synchronized Session begin(Requester caller) {
        Instant end = caller.endOr(clock.instant().plus(VALID));
        return new Session(put(sessions, SESSION, new Entry(caller, end)), end);
    }

    /** Ends a session. */
    public synchronized void end(String secret) {
        sessions.remove(key(secret));
    }

    /** Whether something is the secret of a session, valid or not. */
    static boolean isSession(String secret) {
        return secret.startsWith(SESSION);
    }

    /** Whether something is a code, valid or not. */
    static boolean isCode(String secret) {
        return secret.startsWith(CODE);
    }

    /** Whose session it is, until it ends. */
    synchronized Optional<Requester> caller(String secret) {
        return Optional.ofNullable(sessions.get(key(secret)))
                .filter(this::isValid)
                .map(entry -> entry.caller().until(entry.end()));
    }

    /** Who has made a code, which is of no use from then on. */
    synchronized Optional<Requester> redeem(String code) {
        return Optional.ofNullable(codes.remove(key(code)))
                .filter(this::isValid)
                .map(Entry::caller);
    }

    private String put(Map<ByteBuffer, Entry> entries, String kind, Entry entry) {
        entries.values().removeIf(old -> !isValid(old));
        String id = entry.caller().id();
        while (entries.values().stream().filter(old -> isOf(old, id)).count() >= MOST_OF_ONE) {
            entries.entrySet().stream()
                    .filter(old -> isOf(old.getValue(), id))
                    .findFirst()
                    .ifPresent(oldest -> entries.remove(oldest.getKey()));
        }
        String secret = kind + Secrets.make();
        entries.put(key(secret), entry);
        return secret;
    }

    private static boolean isOf(Entry entry, String id) {
        return entry.caller().id().equals(id);
    }

    private boolean isValid(Entry entry) {
        return clock.instant().isBefore(entry.end());
    }

    /** By hash, so that the time of a search tells nothing about what is there. */
    private static ByteBuffer key(String secret) {
        return ByteBuffer.wrap(Secrets.hash(secret));
    }
}
