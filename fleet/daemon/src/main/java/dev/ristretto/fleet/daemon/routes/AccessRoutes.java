package dev.ristretto.fleet.daemon.routes;

import dev.ristretto.fleet.api.AuditEntry;
import dev.ristretto.fleet.api.ConsoleLink;
import dev.ristretto.fleet.api.NewToken;
import dev.ristretto.fleet.api.Role;
import dev.ristretto.fleet.api.SessionView;
import dev.ristretto.fleet.api.TokenView;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.syntax.InstanceName;
import dev.ristretto.fleet.daemon.http.Answer;
import dev.ristretto.fleet.daemon.http.ApiRoute;
import dev.ristretto.fleet.daemon.http.Exchange;
import dev.ristretto.fleet.daemon.http.Paging;
import dev.ristretto.fleet.daemon.http.Parameter;
import dev.ristretto.fleet.daemon.http.Requester;
import dev.ristretto.fleet.daemon.http.Secrets;
import dev.ristretto.fleet.daemon.http.Sessions;
import dev.ristretto.fleet.daemon.store.AuditLog;
import dev.ristretto.fleet.daemon.store.Tokens;
import dev.ristretto.fleet.daemon.store.Tokens.Token;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may use the API, and who has. */
public final class AccessRoutes {

    private static final Duration LONGEST_VALID = Duration.ofDays(3660);

    private static final int MOST_TOKENS = 200;

    private final Tokens tokens;
    private final AuditLog audit;
    private final Sessions sessions;
    private final ConsoleAddress console;
    private final InstantSource clock;

    /** Where browsers find the dashboard. */
    public interface ConsoleAddress {
        /** Such as {@code http://127.0.0.1:4711}; the daemon listens there when it is returned. */
        String open();
    }
    /** Routes over what is known of who may ask. */
    public AccessRoutes(Tokens tokens, AuditLog audit, Sessions sessions, ConsoleAddress console, InstantSource clock) {
        this.tokens = tokens;
        this.audit = audit;
        this.sessions = sessions;
        this.console = console;
        this.clock = clock;
    }

    List<ApiRoute> routes() {
        return List.of(
                ApiRoute.get(
                                "listTokens",
                                "/v1/tokens",
                                Role.ADMIN,
                                "All tokens, by name, without what they are themselves")
                        .answers(
                                Answer.list(TokenView.class),
                                exchange -> tokens.all().stream()
                                        .map(token -> view(token, null))
                                        .toList()),
                ApiRoute.post(
                                "createToken",
                                "/v1/tokens",
                                Role.ADMIN,
                                "Makes a token, which is told in the answer and never again")
                        .body(NewToken.class)
                        .answers(Answer.one(201, TokenView.class), this::create),
                ApiRoute.delete("removeToken", "/v1/tokens/{name}", Role.ADMIN, "Removes a token; its sessions end")
                        .with(Parameter.name("name", "Exact name of the token"))
                        .handledBy(this::remove, Answer.nothing(204)),
                ApiRoute.get("listAudit", "/v1/audit", Role.ADMIN, "Who has asked for what, newest first")
                        .with(Paging.LIMIT, Paging.CURSOR)
                        .answers(Answer.page(AuditEntry.class), this::entries),
                ApiRoute.post(
                                "createConsoleLink",
                                "/v1/console",
                                Role.ADMIN,
                                "A link that opens the dashboard in a browser of this computer, once")
                        .answers(Answer.one(201, ConsoleLink.class), this::link),
                ApiRoute.post(
                                "beginSession",
                                "/v1/session",
                                Role.VIEWER,
                                "Begins a session of a browser for whoever shows a token, or the code of a link")
                        .answers(Answer.one(201, SessionView.class), this::beginSession),
                ApiRoute.get("getSession", "/v1/session", Role.VIEWER, "Who is asking, and in which role")
                        .answers(Answer.one(200, SessionView.class), exchange -> view(exchange.caller(), null, null)),
                ApiRoute.delete("endSession", "/v1/session", Role.VIEWER, "Ends the session of a browser")
                        .handledBy(
                                exchange -> {
                                    exchange.secret().ifPresent(sessions::end);
                                    exchange.answerNothing(204);
                                },
                                Answer.nothing(204)));
    }

    private SessionView beginSession(Exchange exchange) {
        exchange.keepSecret();
        Sessions.Session session = sessions.begin(exchange.caller());
        return view(exchange.caller(), session.secret(), session.end().toString());
    }

    private static SessionView view(Requester caller, @Nullable String secret, @Nullable String expires) {
        return new SessionView(caller.name(), caller.role().toString(), secret, expires);
    }

    private TokenView create(Exchange exchange) throws IOException {
        exchange.keepSecret();
        NewToken wish = exchange.body(NewToken.class);
        exchange.setDetail(wish.name() + " " + wish.role());
        InstanceName.check(wish.name());
        if (wish.name().equals(Requester.USER.name())) {
            throw new FleetException(
                    Kind.INVALID, "'" + wish.name() + "' is whoever uses the daemon's own socket; choose another name");
        }
        Role role = Arrays.stream(Role.values())
                .filter(known -> known.toString().equals(wish.role()))
                .findFirst()
                .orElseThrow(() -> new FleetException(
                        Kind.INVALID, "'" + wish.role() + "' is no role: use viewer, operator or admin"));
        Instant now = clock.instant();
        Long seconds = wish.validSeconds();
        if (seconds != null && (seconds <= 0 || seconds > LONGEST_VALID.toSeconds())) {
            throw new FleetException(Kind.INVALID, "A token is valid for a second to ten years, or for ever");
        }
        if (tokens.all().size() >= MOST_TOKENS) {
            throw new FleetException(
                    Kind.CONFLICT, "There are " + MOST_TOKENS + " tokens already\nRemove one: ristretto token rm NAME");
        }
        String secret = "rst_" + Secrets.make();
        Token token = new Token(
                wish.name(), role, Secrets.hash(secret), now, seconds == null ? null : now.plusSeconds(seconds));
        tokens.insert(token);
        return view(token, secret);
    }

    private void remove(Exchange exchange) throws IOException {
        String name = exchange.text("name");
        if (!tokens.delete(name)) {
            throw new FleetException(Kind.UNKNOWN, "No token is called " + name + "; ristretto token ls lists them");
        }
        exchange.answerNothing(204);
    }

    private Object entries(Exchange exchange) throws IOException {
        long before = Paging.numberedCursor(exchange).orElse(Long.MAX_VALUE);
        List<AuditEntry> found = audit.before(before, Paging.limit(exchange) + 1);
        return Paging.page(exchange, found.stream(), entry -> Long.toString(entry.sequence()));
    }

    private ConsoleLink link(Exchange exchange) {
        exchange.keepSecret();
        return new ConsoleLink(console.open() + "/#code=" + sessions.code(exchange.caller()));
    }

    private static TokenView view(Token token, @Nullable String secret) {
        Instant expires = token.expires();
        return new TokenView(
                token.name(),
                token.role().toString(),
                token.created().toString(),
                expires == null ? null : expires.toString(),
                secret);
    }
}
