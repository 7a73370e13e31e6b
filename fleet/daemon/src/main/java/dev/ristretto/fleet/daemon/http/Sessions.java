package dev.ristretto.fleet.daemon.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of browsers and the one-time codes that begin them. They end with the daemon. Safe for use by several
 * threads.
 */
public final class Sessions {

    static final String COOKIE = "ristretto";
    static final Duration VALID = Duration.ofHours(12);

    private static final Duration CODE_VALID = Duration.ofMinutes(1);
    private static final int MOST = 1000;

    private final InstantSource clock;
    private final Map<ByteBuffer, Entry> codes = new ConcurrentHashMap<>();
    private final Map<ByteBuffer, Entry> sessions = new ConcurrentHashMap<>();
    /** No sessions yet. */
    public Sessions(InstantSource clock) {
        this.clock = clock;
    }

    /** Whom it is for and until when; the token by which they came, if it was one. */
    private record Entry(Caller caller, @Nullable String token, Instant end) {}

    /** A code that begins one session, within a minute. */
    public String code(Caller caller) {
        return put(codes, new Entry(caller, null, clock.instant().plus(CODE_VALID)));
    }

    /** Begins the session of a code, which is of no use from then on; empty if it is of none already. */
    public Optional<String> begin(String code) {
        return Optional.ofNullable(codes.remove(key(code)))
                .filter(this::isValid)
                .map(entry -> put(
                        sessions,
                        new Entry(entry.caller(), null, clock.instant().plus(VALID))));
    }

    /** Begins a session of somebody who has shown a token; it ends with the token. */
    public String begin(Caller caller, Optional<Instant> tokenExpires) {
        Instant end = clock.instant().plus(VALID);
        Instant sooner = tokenExpires.filter(expires -> expires.isBefore(end)).orElse(end);
        return put(sessions, new Entry(caller, caller.name(), sooner));
    }

    /** Whose session it is. */
    Optional<Caller> caller(String session) {
        return Optional.ofNullable(sessions.get(key(session)))
                .filter(this::isValid)
                .map(Entry::caller);
    }

    /** Ends a session. */
    public void end(String session) {
        sessions.remove(key(session));
    }

    /** Ends the sessions that a token has begun. */
    public void endThoseOf(String token) {
        sessions.values().removeIf(entry -> token.equals(entry.token()));
    }

    private String put(Map<ByteBuffer, Entry> entries, Entry entry) {
        entries.values().removeIf(old -> !isValid(old));
        while (entries.size() >= MOST) {
            entries.entrySet().stream()
                    .min(Map.Entry.comparingByValue(Comparator.comparing(Entry::end)))
                    .ifPresent(oldest -> entries.remove(oldest.getKey()));
        }
        String secret = Secrets.make();
        entries.put(key(secret), entry);
        return secret;
    }

    private boolean isValid(Entry entry) {
        return clock.instant().isBefore(entry.end());
    }

    /** By hash, so that the time of a search tells nothing about what is there. */
    private static ByteBuffer key(String secret) {
        return ByteBuffer.wrap(Secrets.hash(secret));
    }
}
