package dev.ristretto.fleet.balancer;

import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Which requests go on, and with which headers.
 *
 * <p>What concerns the connection only is a closed list (RFC 9110 section 7.6.1): what else a client names in
 * {@code Connection} goes on, because whoever may name a header may take away what somebody in front has said, such as
 * {@code Host}, {@code Authorization} or {@code X-Forwarded-For}. nginx does the same.
 *
 * <p>Who the client is, is told by the balancer: {@code Forwarded} (RFC 7239) and {@code X-Forwarded-For},
 * {@code -Host} and {@code -Proto}. What comes from a loopback address may come from a proxy in front on this computer,
 * so that its words are kept and the balancer adds its own behind them; from elsewhere they are dropped.
 */
final class HeaderRules {

    /** More fields than this, of a request or an answer, are refused: each costs more memory than its bytes. */
    static final int MOST_FIELDS = 256;

    /** What a field takes besides its characters: its object, two strings with arrays, its places in lists. */
    private static final int BYTES_PER_FIELD = 192;

    private static final Pattern METHOD = Pattern.compile("[A-Z_-]+");

    private static final String FORWARDED_PREFIX = "x-forwarded-";
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final String FORWARDED_HOST = "X-Forwarded-Host";
    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

    /** Other names for the client's address that servers believe. */
    private static final Set<String> OTHER_ADDRESSES = Set.of("x-real-ip", "x-client-ip", "x-cluster-client-ip");

    private static final EnumSet<HttpHeader> OF_THE_CONNECTION = EnumSet.of(
            HttpHeader.CONNECTION,
            HttpHeader.KEEP_ALIVE,
            HttpHeader.PROXY_CONNECTION,
            HttpHeader.PROXY_AUTHENTICATE,
            HttpHeader.PROXY_AUTHORIZATION,
            HttpHeader.TE,
            HttpHeader.TRAILER,
            HttpHeader.TRANSFER_ENCODING,
            HttpHeader.UPGRADE,
            HttpHeader.HTTP2_SETTINGS,
            HttpHeader.EXPECT);

    private HeaderRules() {}

    /** The status with which a request is refused before anybody is asked, or 0. */
    static int refusal(Request request) {
        String method = request.getMethod();
        if (HttpMethod.CONNECT.is(method) || HttpMethod.TRACE.is(method)) {
            return HttpStatus.METHOD_NOT_ALLOWED_405;
        }
        if (!METHOD.matcher(method).matches()) {
            return HttpStatus.BAD_REQUEST_400;
        }
        List<String> codings = request.getHeaders().getValuesList(HttpHeader.TRANSFER_ENCODING);
        if (codings.isEmpty()) {
            return 0;
        }
        if (request.getConnectionMetaData().getHttpVersion().getVersion() < HttpVersion.HTTP_1_1.getVersion()) {
            // RFC 9112 section 6.1: such a message's end is in doubt.
            return HttpStatus.BAD_REQUEST_400;
        }
        // Any other coding would have to be taken off to be forwarded.
        return codings.size() == 1 && HttpHeaderValue.CHUNKED.is(codings.getFirst())
                ? 0
                : HttpStatus.NOT_IMPLEMENTED_501;
    }

    /**
     * Whether a field is as if it had not been sent: an offer to change the protocol, and what is expected of the
     * balancer, but for that it asks for the body (RFC 9110 sections 7.8 and 10.1.1).
     */
    static boolean isIgnored(HttpField field, HttpVersion version) {
        if (field.getHeader() == HttpHeader.EXPECT) {
            return version.getVersion() < HttpVersion.HTTP_1_1.getVersion()
                    || !HttpHeaderValue.CONTINUE.is(field.getValue());
        }
        return field.getHeader() == HttpHeader.UPGRADE;
    }

    /** Heap that a field takes. */
    static int cost(HttpField field) {
        String value = field.getValue();
        return BYTES_PER_FIELD + field.getName().length() + (value == null ? 0 : value.length());
    }

    /**
     * Who has sent a request.
     *
     * @param address the client's
     * @param local the balancer's, which it has called
     * @param near whether the client is on this computer
     */
    record Client(String address, String local, boolean near) {

        static Client of(Request request) {
            return new Client(
                    Request.getRemoteAddr(request),
                    Request.getLocalAddr(request),
                    request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer
                            && peer.getAddress() != null
                            && peer.getAddress().isLoopbackAddress());
        }
    }

    /** The headers that a replica gets, but for {@code Via}. */
    static void copy(HttpFields from, Client client, HttpFields.Mutable to) {
        for (HttpField field : from) {
            if (!OF_THE_CONNECTION.contains(field.getHeader()) && (client.near() || !isAboutTheClient(field))) {
                to.add(field);
            }
        }
        if (from.contains(HttpHeader.TRANSFER_ENCODING)) {
            // The body's length is not known here either; without this some methods' bodies would have no framing.
            to.put(HttpHeader.TRANSFER_ENCODING, HttpHeaderValue.CHUNKED.asString());
        }
        String host = from.get(HttpHeader.HOST);
        append(to, FORWARDED_FOR, client.address());
        putIfAbsent(to, FORWARDED_PROTO, "http");
        if (host != null) {
            putIfAbsent(to, FORWARDED_HOST, host);
        }
        append(to, HttpHeader.FORWARDED.asString(), forwarded(client, host));
    }

    private static boolean isAboutTheClient(HttpField field) {
        String name = field.getName().toLowerCase(Locale.ROOT);
        return field.getHeader() == HttpHeader.FORWARDED
                || name.startsWith(FORWARDED_PREFIX)
                || OTHER_ADDRESSES.contains(name);
    }

    private static String forwarded(Client client, @Nullable String host) {
        return "by=" + HttpField.PARAMETER_TOKENIZER.quote(client.local())
                + ";for=" + HttpField.PARAMETER_TOKENIZER.quote(client.address())
                + (host == null ? "" : ";host=" + HttpField.PARAMETER_TOKENIZER.quote(host))
                + ";proto=http";
    }

    /** Behind what is there, in one line. What is there is left out if it would swallow what follows. */
    private static void append(HttpFields.Mutable to, String name, String value) {
        String before = to.stream()
                .filter(field -> field.is(name))
                .map(HttpField::getValue)
                .filter(each -> each != null && !each.isBlank() && isClosed(each))
                .collect(Collectors.joining(", "));
        to.put(name, before.isEmpty() ? value : before + ", " + value);
    }

    /** Whether all its quoted strings end. */
    private static boolean isClosed(String value) {
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            }
        }
        return !quoted;
    }

    private static void putIfAbsent(HttpFields.Mutable to, String name, String value) {
        if (!to.contains(name)) {
            to.put(name, value);
        }
    }
}
