package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.daemon.store.Tokens;
import dev.ristretto.fleet.daemon.store.Tokens.Token;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;

/**
 * Finds out who sends a request. The Unix socket is the user's alone. Over TCP it takes a token, or the cookie of a
 * session; a cookie counts only in requests that the dashboard's own page has sent.
 */
public final class Access {

    private static final String BEARER = "bearer ";

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
    static boolean isLocal(Request request) {
        return request.getConnectionMetaData().getConnector() instanceof UnixDomainServerConnector;
    }

    /**
     * Who sends it.
     *
     * @throws RequestProblem if that is nobody known
     */
    public Caller caller(Request request) {
        if (isLocal(request)) {
            return Caller.USER;
        }
        String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (authorization != null) {
            return token(authorization)
                    .map(token -> new Caller(token.name(), token.id(), token.role()))
                    .orElseThrow(() -> unknown("The token is not valid: it is mistyped, removed or expired"));
        }
        Optional<Caller> caller = session(request).flatMap(sessions::caller);
        if (caller.isPresent()) {
            requireSameSite(request);
            return caller.get();
        }
        throw unknown(
                "This takes a token: Authorization: Bearer TOKEN (ristretto token create), or: ristretto console");
    }

    private Optional<Token> token(String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return Optional.empty();
        }
        byte[] hash = Secrets.hash(authorization.substring(BEARER.length()).strip());
        Token found = null;
        for (Token token : tokens.all()) {
            // Not left at the first that fits: how long it takes tells nothing.
            if (Secrets.equal(token.hash(), hash)) {
                found = token;
            }
        }
        return Optional.ofNullable(found).filter(token -> token.isValid(clock.instant()));
    }

    /** What the browser shows. */
    static Optional<String> session(Request request) {
        List<HttpCookie> cookies = Request.getCookies(request);
        return cookies.stream()
                .filter(cookie -> cookie.getName().equals(Sessions.COOKIE))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    /**
     * Browsers say where a request comes from (Fetch Metadata; RFC 6454); a page of another site must not act in the
     * user's name.
     */
    private static void requireSameSite(Request request) {
        String site = request.getHeaders().get("Sec-Fetch-Site");
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        String own =
                request.getHttpURI().getScheme() + "://" + request.getHeaders().get(HttpHeader.HOST);
        boolean safe = request.getMethod().equals("GET");
        boolean same = site != null ? site.equals("same-origin") || (safe && site.equals("none")) : safe;
        if (!same || (origin != null && !origin.equals(own))) {
            throw new RequestProblem(
                    HttpStatus.FORBIDDEN_403, "The request comes from another site than the dashboard");
        }
    }

    private static RequestProblem unknown(String detail) {
        return new RequestProblem(HttpStatus.UNAUTHORIZED_401, detail, Map.of("WWW-Authenticate", "Bearer"));
    }
}
