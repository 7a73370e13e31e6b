package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.api.Page;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lists that are handed out in parts. A list says where the next part is; whoever follows that sees everything that was
 * there all the time.
 */
public final class Paging {

    static final int MOST = 1000;

    public static final Parameter LIMIT =
            Parameter.number("limit", "How many at most, up to " + MOST + ", which is the default");
    public static final Parameter CURSOR =
            Parameter.text("cursor", "Behind which one to begin; 'next' of a page has it");

    private Paging() {}

    /** How many are wanted at most. */
    public static int limit(Exchange exchange) {
        long limit = exchange.number("limit").orElse((long) MOST);
        if (limit < 1 || limit > MOST) {
            throw new FleetException(Kind.INVALID, "limit must be from 1 to " + MOST + ", not " + limit);
        }
        return (int) limit;
    }
    /** Behind what the page begins; empty for the first one. */
    public static Optional<String> cursor(Exchange exchange) {
        return exchange.texts("cursor").stream().findFirst();
    }

    /** A cursor that is a number. */
    public static Optional<Long> numberedCursor(Exchange exchange) {
        return cursor(exchange).map(text -> {
            if (!text.matches("\\d{1,15}")) {
                throw new FleetException(Kind.INVALID, "cursor must be a number, not '" + text + "'");
            }
            return Long.valueOf(text);
        });
    }

    /**
     * A page.
     *
     * @param found one more than wanted, if there is one
     * @param cursor what the next page begins behind
     */
    public static <T> Page<T> page(Exchange exchange, List<T> found, Function<T, String> cursor) {
        int limit = limit(exchange);
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<T> items = found.subList(0, limit);
        StringBuilder next = new StringBuilder("/" + String.join("/", exchange.path()) + "?");
        exchange.query().forEach((name, values) -> {
            if (!name.equals("cursor")) {
                values.forEach(value -> next.append(encode(name))
                        .append('=')
                        .append(encode(value))
                        .append('&'));
            }
        });
        return new Page<>(items, next + "cursor=" + encode(cursor.apply(items.getLast())));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
