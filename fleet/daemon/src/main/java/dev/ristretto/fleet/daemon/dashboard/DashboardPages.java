package dev.ristretto.fleet.daemon.dashboard;

import dev.ristretto.fleet.daemon.http.Exchange;
import dev.ristretto.fleet.daemon.http.Secrets;
import dev.ristretto.fleet.daemon.http.Sessions;
import dev.ristretto.fleet.daemon.store.KeptAnswers.KeptAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;

/**
 * The dashboard's files, which say nothing about the fleet and are for everybody, and the way into it. What they show,
 * they ask of the API with the cookie of a session.
 */
public final class DashboardPages {

    /** Nothing but our own files, and no script or style inside a page. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final Sessions sessions;
    /** Lets browsers in by sessions. */
    public DashboardPages(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Answers a request for a file or a login; returns whether it was one. */
    public boolean serve(Exchange exchange) throws IOException {
        List<String> path = exchange.path();
        if (!exchange.method().equals("GET") || path.size() > 2) {
            return false;
        }
        if (path.equals(List.of("login"))) {
            login(exchange);
            return true;
        }
        boolean asset = path.size() == 2 && path.getFirst().equals("assets");
        if (!asset && !path.equals(List.of(""))) {
            return false;
        }
        Optional<KeptAnswer> file = load(asset ? path.getLast() : "index.html");
        if (file.isEmpty()) {
            return false;
        }
        exchange.setHeader("Content-Security-Policy", POLICY);
        String tag = "\"" + HexFormat.of().formatHex(Secrets.hash(file.get().body()), 0, 8) + "\"";
        exchange.setHeader("ETag", tag);
        exchange.setHeader("Cache-Control", "no-cache");
        if (tag.equals(exchange.header("If-None-Match"))) {
            exchange.answerNothing(HttpStatus.NOT_MODIFIED_304);
        } else {
            exchange.answer(file.get());
        }
        return true;
    }

    /** A wrong code leads to the dashboard too, which says what to do. */
    private void login(Exchange exchange) throws IOException {
        exchange.rawParameter("code").flatMap(sessions::begin).ifPresent(exchange::setSession);
        exchange.setHeader("Location", "/");
        exchange.answerNothing(HttpStatus.SEE_OTHER_303);
    }

    private static Optional<KeptAnswer> load(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || !name.matches("[a-z-]+\\.[a-z]+")) {
            return Optional.empty();
        }
        try (InputStream file = DashboardPages.class.getResourceAsStream(name)) {
            return file == null
                    ? Optional.empty()
                    : Optional.of(new KeptAnswer(HttpStatus.OK_200, type, file.readAllBytes()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
