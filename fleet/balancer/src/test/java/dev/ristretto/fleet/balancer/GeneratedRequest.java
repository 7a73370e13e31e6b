package dev.ristretto.fleet.balancer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A request as a client might send it, sensible or not.
 *
 * @param text all of its bytes
 * @param about what is unusual in it
 */
record GeneratedRequest(String text, String about) {

    private static final int MOST_SHOWN = 300;
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "MKCOL");
    private static final List<String> ODD_METHODS =
            List.of("CONNECT", "TRACE", "get", "Post", "trace", "connect", "G@T", "FOO-BAR", "X_Y", "G%54", "");
    private static final List<String> TARGETS = List.of(
            "/a", "/a/b?c=d&e=%20", "/a%2e", "/~x", "/a;b=c", "/?", "/a?b=c?d=/", "/a+b", "/'!$()*,:@", "/a%C3%A4");
    private static final List<String> ODD_LINES = List.of(
            "GET  /a HTTP/1.1",
            "GET /a  HTTP/1.1",
            "GET /a HTTP/1.1 ",
            " GET /a HTTP/1.1",
            "GET a HTTP/1.1",
            "GET /a",
            "GET /a HTTP/2.0",
            "GET /a HTTP/1.2",
            "GET /a HTTP/1.10",
            "GET /a HTTQ/1.1",
            "GET /a http/1.1",
            "GET http://b/a HTTP/1.1",
            "OPTIONS * HTTP/1.1",
            "GET /a\u0000b HTTP/1.1",
            "GET /a\rb HTTP/1.1",
            "GET /a\tb HTTP/1.1",
            "GET /%zz HTTP/1.1",
            "GET /../a HTTP/1.1",
            "GET /a#b HTTP/1.1");
    private static final List<String> EXPECTATIONS = List.of(
            "100-continue", "100-Continue", "100-CONTINUE", "200-ok", "100-continue, x", "", "100-continue;q=1", "x");
    private static final List<String> CONNECTIONS = List.of(
            "close",
            "keep-alive",
            "Host",
            "Content-Length",
            "Authorization",
            "Cookie",
            "Forwarded",
            "Transfer-Encoding",
            "X-Custom",
            "close, X-Custom, Host",
            "upgrade",
            "te",
            "X-Forwarded-For, Authorization",
            ",,",
            "Content-Type",
            "Accept-Encoding",
            "keep-alive, Upgrade, HTTP2-Settings");
    private static final List<String> CODINGS = List.of(
            "chunked",
            "Chunked",
            "CHUNKED",
            "gzip, chunked",
            "chunked, gzip",
            "gzip",
            "identity",
            "chunked, chunked",
            "chunked;x=1",
            "xchunked",
            "chunkedx",
            "",
            " chunked",
            "\tchunked",
            "\"chunked\"",
            "chunked,",
            ",chunked",
            "identity, chunked");
    private static final List<String> LENGTHS = List.of(
            "4", "04", "+4", "-4", "0x4", "4, 4", "4,5", " 4", "4 ", "4x", "", "99999999999999999999", "4.0", "4;x");
    private static final List<String> FIELDS = List.of(
            "Accept: */*",
            "Accept-Encoding: gzip, br",
            "Cookie: a=b; c=d",
            "Authorization: Basic eDp5",
            "X-Custom: 1",
            "X-Custom: 2",
            "x_y: 3",
            "User-Agent: test",
            "Content-Type: text/plain",
            "Range: bytes=0-3",
            "Referer: /x",
            "If-None-Match: \"x\"",
            "Cache-Control: no-cache",
            "Origin: http://a",
            "X-Empty:",
            "X-Long: " + "a".repeat(3000),
            "X-Spaces:    a  b   ",
            "Upgrade: websocket",
            "TE: trailers",
            "TE: gzip",
            "Trailer: X-T",
            "Keep-Alive: timeout=5",
            "Proxy-Connection: keep-alive",
            "HTTP2-Settings: AAMAAABkAAQAAP__",
            "Max-Forwards: 3",
            "X-Tab:\ta");
    private static final List<String> ODD_FIELDS = List.of(
            "X-Space : 1",
            "X y: 1",
            ": 1",
            "NoColon",
            "X-Fold: a\r\n b",
            " Leading: 1",
            "X-Nul: a\u0000b",
            "X-Cr: a\rb",
            "Host: other",
            "X-\u00e4: 1",
            "X-High: \u00e4",
            "X@Y: 1",
            "X-Ctl: a\u0001b",
            "X-Del: a\u007fb");

    /** One of a kind that follows from the number. */
    static GeneratedRequest of(int number, Random random, String path) {
        return switch (number % 8) {
            case 0 -> usual(random, path);
            case 1 -> request("method", any(random, ODD_METHODS) + " " + path + " HTTP/1.1", random, List.of());
            case 2 -> request("line", any(random, ODD_LINES), random, List.of());
            case 3 -> expecting(random, path);
            case 4 ->
                request(
                        "connection",
                        any(random, METHODS) + " " + path + " HTTP/1.1",
                        random,
                        List.of("Connection: " + any(random, CONNECTIONS), "Authorization: Basic eDp5", "Cookie: s=1"));
            case 5 -> coded(random, path);
            case 6 -> measured(random, path);
            default -> request("field", "GET " + path + " HTTP/1.1", random, List.of(any(random, ODD_FIELDS)));
        };
    }

    /** Any method on a sensible request, for replicas that are not sensible. */
    static GeneratedRequest usual(Random random, String path) {
        String target = path.length() > 1 ? path : any(random, TARGETS);
        String start = any(random, METHODS) + " " + target + (random.nextInt(6) == 0 ? " HTTP/1.0" : " HTTP/1.1");
        return switch (random.nextInt(4)) {
            case 0 -> request("usual", start, random, List.of("Content-Length: 4"), "body");
            case 1 ->
                start.endsWith("1") && !start.startsWith("HEAD")
                        ? request("usual", start, random, List.of("Transfer-Encoding: chunked"), chunks(random))
                        : request("usual", start, random, List.of());
            default -> request("usual", start, random, List.of());
        };
    }

    private static GeneratedRequest expecting(Random random, String path) {
        String version = random.nextInt(4) == 0 ? " HTTP/1.0" : " HTTP/1.1";
        String expectation = "Expect: " + any(random, EXPECTATIONS);
        return random.nextInt(3) == 0
                ? request("expectation", "GET " + path + version, random, List.of(expectation))
                : request(
                        "expectation",
                        any(random, List.of("POST", "PUT", "PATCH")) + " " + path + version,
                        random,
                        List.of(expectation, "Content-Length: 4"),
                        "body");
    }

    private static GeneratedRequest coded(Random random, String path) {
        String version = random.nextInt(6) == 0 ? " HTTP/1.0" : " HTTP/1.1";
        List<String> fields = switch (random.nextInt(4)) {
            case 0 -> List.of("Transfer-Encoding: " + any(random, CODINGS), "Content-Length: 4");
            case 1 -> List.of("Transfer-Encoding: chunked", "Transfer-Encoding: " + any(random, CODINGS));
            default -> List.of("Transfer-Encoding: " + any(random, CODINGS));
        };
        return request("coding", "POST " + path + version, random, fields, chunks(random));
    }

    private static GeneratedRequest measured(Random random, String path) {
        List<String> fields = random.nextInt(4) == 0
                ? List.of("Content-Length: 4", "Content-Length: " + any(random, LENGTHS))
                : List.of("Content-Length: " + any(random, LENGTHS));
        return request("length", "POST " + path + " HTTP/1.1", random, fields, "body");
    }

    private static String chunks(Random random) {
        String body = IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> "a".repeat(1 + random.nextInt(40)))
                .map(chunk -> Integer.toHexString(chunk.length()) + (random.nextBoolean() ? "" : ";x=\"y\"") + "\r\n"
                        + chunk + "\r\n")
                .collect(Collectors.joining());
        return body + "0\r\n" + (random.nextInt(4) == 0 ? "X-T: 1\r\n" : "") + "\r\n";
    }

    private static GeneratedRequest request(String about, String start, Random random, List<String> fields) {
        return request(about, start, random, fields, "");
    }

    private static GeneratedRequest request(
            String about, String start, Random random, List<String> fields, String body) {
        StringBuilder text = new StringBuilder(start + "\r\n");
        Set<String> chosen = random.ints(random.nextInt(4), 0, FIELDS.size())
                .mapToObj(FIELDS::get)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        text.append("Host: service.example\r\n");
        chosen.forEach(field -> text.append(field).append("\r\n"));
        fields.forEach(field -> text.append(field).append("\r\n"));
        return new GeneratedRequest(text + "\r\n" + body, about);
    }

    boolean about(String what) {
        return about.equals(what);
    }

    boolean has(String part) {
        return text.contains(part);
    }

    int count(String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    /** In one line. */
    @Override
    public String toString() {
        String line = text.replace("\r", "\\r").replace("\n", "\\n");
        return about + " " + (line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "..." : line);
    }

    private static String any(Random random, List<String> all) {
        return all.get(random.nextInt(all.size()));
    }
}
