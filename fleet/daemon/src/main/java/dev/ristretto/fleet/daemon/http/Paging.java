package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.api.Page;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Lists that are handed out in parts. A list says where the next part is; whoever follows that sees everything that was
 * there all the time.
 */
public final class Paging {

    static final int MOST = 1000;

    /** A page ends behind the item with which it has so many bytes; the next one goes on there. */
    static final int LARGEST = 512 * 1024;

    public static final Parameter LIMIT = Parameter.number(
            "limit",
            "How many at most, up to " + MOST + ", which is the default; there are fewer where they are large");
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
     * A page, for {@link Exchange#answer}.
     *
     * @param found all that there is; no more of it is looked at than fits into the page, and one more
     * @param cursor what the next page begins behind
     */
    public static <T> Object page(Exchange exchange, Stream<T> found, Function<T, String> cursor) throws IOException {
        int limit = limit(exchange);
        List<T> items = new ArrayList<>();
        int bytes = 0;
        Iterator<T> rest = found.iterator();
        while (items.size() < limit && bytes < LARGEST && rest.hasNext()) {
            T item = rest.next();
            items.add(item);
            bytes += JsonBody.length(item);
        }
        String next = rest.hasNext() ? next(exchange, cursor.apply(items.getLast())) : null;
        int commas = Math.max(0, items.size() - 1);
        return new JsonBody(new Page<>(items, next), JsonBody.length(new Page<>(List.of(), next)) + bytes + commas);
    }

    private static String next(Exchange exchange, String cursor) {
        StringBuilder next = new StringBuilder("/" + String.join("/", exchange.path()) + "?");
        exchange.query().forEach((name, values) -> {
            if (!name.equals("cursor")) {
                values.forEach(value -> next.append(encode(name))
                        .append('=')
                        .append(encode(value))
                        .append('&'));
            }
        });
        return next + "cursor=" + encode(cursor);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
