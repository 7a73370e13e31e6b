package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.daemon.store.Tokens;
import dev.ristretto.fleet.daemon.store.Tokens.Token;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;

/**
 * Finds out who sends a request. The Unix socket is the user's alone. Over TCP each request shows a secret: a token,
 * the secret of a session, or a code that begins one. Browsers add none of them by themselves, so no page but the
 * dashboard's own can act in the user's name.
 */
public final class Access {

    private static final String BEARER = "bearer ";
    private static final List<String> SESSION_PATH = List.of("v1", "session");

    private final Tokens tokens;
    private final Sessions sessions;
    private final InstantSource clock;

    /** Knows who may ask by tokens and sessions. */
    public Access(Tokens tokens, Sessions sessions, InstantSource clock) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Whether a request came over the Unix socket. */
    private static boolean isLocal(Request request) {
        return request.getConnectionMetaData().getConnector() instanceof UnixDomainServerConnector;
    }

    /**
     * Who sends it.
     *
     * @throws RequestProblem if that is nobody known
     */
    public Requester caller(Request request) {
        if (isLocal(request)) {
            return Requester.USER;
        }
        if (request.getHeaders().get(HttpHeader.AUTHORIZATION) == null) {
            throw unknown(
                    "This takes a token: Authorization: Bearer TOKEN (ristretto token create), or: ristretto console");
        }
        String secret = secret(request).orElse("");
        if (Sessions.isSession(secret)) {
            return sessions.caller(secret)
                    .flatMap(this::present)
                    .orElseThrow(() -> unknown("The session has ended: ristretto console, or show a token"));
        }
        if (Sessions.isCode(secret)) {
            return Optional.of(secret)
                    .filter(code -> beginsSession(request))
                    .flatMap(sessions::redeem)
                    .flatMap(this::present)
                    .orElseThrow(() -> unknown("The link has been used, or is older than a minute: ristretto console"));
        }
        return token(secret).orElseThrow(() -> unknown("The token is not valid: it is mistyped, removed or expired"));
    }

    /** What a request shows. */
    static Optional<String> secret(Request request) {
        String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        return Optional.ofNullable(authorization)
                .filter(text -> text.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(text -> text.substring(BEARER.length()).strip());
    }

    private static boolean beginsSession(Request request) {
        return request.getMethod().equals("POST") && Exchange.segments(request).equals(SESSION_PATH);
    }

    /** Who somebody is now, who was let in before: their token may be gone, and another may have its name. */
    private Optional<Requester> present(Requester before) {
        if (before.id().equals(Requester.USER.id())) {
            return Optional.of(before);
        }
        Optional<Requester> now = tokens.all().stream()
                .filter(token -> token.id().equals(before.id()))
                .findFirst()
                .flatMap(this::valid);
        Instant end = before.end();
        return end == null ? now : now.map(caller -> caller.until(end));
    }

    private Optional<Requester> token(String secret) {
        byte[] hash = Secrets.hash(secret);
        Token found = null;
        for (Token token : tokens.all()) {
            // Not left at the first that fits: how long it takes tells nothing.
            if (Secrets.equal(token.hash(), hash)) {
                found = token;
            }
        }
        return Optional.ofNullable(found).flatMap(this::valid);
    }

    private Optional<Requester> valid(Token token) {
        return token.isValid(clock.instant())
                ? Optional.of(new Requester(token.name(), token.id(), token.role(), token.expires()))
                : Optional.empty();
    }

    private static RequestProblem unknown(String detail) {
        return new RequestProblem(HttpStatus.UNAUTHORIZED_401, detail, Map.of("WWW-Authenticate", "Bearer"));
    }
}
