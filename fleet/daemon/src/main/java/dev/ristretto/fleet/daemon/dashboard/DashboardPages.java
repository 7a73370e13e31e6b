package dev.ristretto.fleet.daemon.dashboard;

import dev.ristretto.fleet.daemon.http.Exchange;
import dev.ristretto.fleet.daemon.http.Secrets;
import dev.ristretto.fleet.daemon.store.KeptAnswers.KeptAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * The dashboard's files, which say nothing about the fleet and are for everybody. What they show, they ask of the API
 * with the secret of a session, which only pages of this address and port can read.
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

    /** Those that there are and have been asked for. */
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    private record Page(KeptAnswer answer, String tag) {}

    /** Answers a request for a file; returns whether it was one. */
    public boolean serve(Exchange exchange) throws IOException {
        List<String> path = exchange.path();
        if (!exchange.method().equals("GET") || path.size() > 2) {
            return false;
        }
        boolean asset = path.size() == 2 && path.getFirst().equals("assets");
        if (!asset && !path.equals(List.of(""))) {
            return false;
        }
        Page page = page(asset ? path.getLast() : "index.html");
        if (page == null) {
            return false;
        }
        exchange.setHeader("Content-Security-Policy", POLICY);
        exchange.setHeader("ETag", page.tag());
        exchange.setHeader("Cache-Control", "no-cache");
        if (page.tag().equals(exchange.header("If-None-Match"))) {
            exchange.answerNothing(HttpStatus.NOT_MODIFIED_304);
        } else {
            exchange.answer(page.answer());
        }
        return true;
    }

    /** Read once, so that many who ask for it share it. */
    private @Nullable Page page(String name) throws IOException {
        Page known = pages.get(name);
        if (known != null) {
            return known;
        }
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || !name.matches("[a-z-]+\\.[a-z]+")) {
            return null;
        }
        try (InputStream file = DashboardPages.class.getResourceAsStream(name)) {
            if (file == null) {
                return null;
            }
            byte[] body = file.readAllBytes();
            Page page = new Page(
                    new KeptAnswer(HttpStatus.OK_200, type, body),
                    "\"" + HexFormat.of().formatHex(Secrets.hash(body), 0, 8) + "\"");
            pages.put(name, page);
            return page;
        }
    }
}
