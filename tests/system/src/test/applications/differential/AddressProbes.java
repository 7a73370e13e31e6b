package differential;

import java.net.HttpCookie;
import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URL;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Addresses of hosts and resources. */
final class AddressProbes {
    private static final String[] HOSTS = {
        "127.0.0.1", "1.2.3", "256.1.1.1", "0x7f.1", "010.1.1.1", "4294967295", "::1", "[::1]", "fe80::1", "::ffff:1.2.3.4", "1::2::3",
        "localhost", "", "no-such-host.invalid", "a b", "2001:db8::ff00:42:8329"
    };

    private static final String[] URIS = {
        "http://user@host:80/a/b?q=1#f", "mailto:a@b", "a/b", "//host/p", "http://[::1]:80/", "http://h:x/", "http://a b", "%zz", "http://h_x/",
        "http://host/\u00e9", "", "1http:x", "http://h/?a=%20&b=%C3%A9", "file:/x"
    };

    private static final String[] URLS = {
        "http://h:80/p?q#r", "https://h", "file:///x", "jar:file:/x.jar!/a", "ftp://h/x", "mailto:a@b", "unknown://h", "http://h:99999/", "", "jrt:/java.base/java/lang/Object.class", "http://[::1/"
    };

    private AddressProbes() {}

    static void run(Probes p) {
        for (String host : HOSTS) {
            p.of("host '" + host + "'", () -> {
                try {
                    return InetAddress.getByName(host);
                } catch (java.net.UnknownHostException e) {
                    return e.getClass();
                }
            });
        }
        for (String uri : URIS) {
            p.of("uri '" + uri + "'", () -> {
                URI parsed = new URI(uri);
                return parsed.getScheme() + "|" + parsed.getUserInfo() + "|" + parsed.getHost() + "|" + parsed.getPort() + "|" + parsed.getPath() + "|" + parsed.getQuery() + "|" + parsed.toASCIIString();
            });
        }
        for (String url : URLS) {
            p.of("url '" + url + "'", () -> {
                URL parsed = new URL(url);
                return parsed.getProtocol() + "|" + parsed.getHost() + "|" + parsed.getPort() + "|" + parsed.getFile() + "|" + parsed.getRef() + "|" + parsed.getDefaultPort();
            });
        }
        addresses(p);
        others(p);
    }

    private static void addresses(Probes p) {
        p.of("loopback", InetAddress::getLoopbackAddress);
        p.of("all of localhost", () -> List.of(InetAddress.getAllByName("localhost")).contains(InetAddress.getByName("127.0.0.1")));
        p.of("by bytes", () -> InetAddress.getByAddress("name", new byte[] {1, 2, 3, 4}) + " " + InetAddress.getByAddress(new byte[16]));
        p.of("by wrong bytes", () -> InetAddress.getByAddress(new byte[5]));
        p.of("literal", () -> InetAddress.ofLiteral("1.2.3.4") + " " + java.net.Inet4Address.ofPosixLiteral("0x7f.1"));
        p.of("literal wrong", () -> InetAddress.ofLiteral("localhost"));
        p.of("kinds", () -> {
            InetAddress address = InetAddress.getByName("10.0.0.1");
            return "" + address.isSiteLocalAddress() + address.isMulticastAddress() + InetAddress.getByName("224.0.0.1").isMCLinkLocal() + InetAddress.getByName("0.0.0.0").isAnyLocalAddress();
        });
        p.of("scope", () -> Inet6Address.getByAddress("h", new byte[16], 5).getScopeId());
        p.of("socket address", () -> new InetSocketAddress("127.0.0.1", 80) + " " + InetSocketAddress.createUnresolved("h", 1) + " " + new InetSocketAddress(5));
        p.of("reachable", () -> InetAddress.getByName("127.0.0.1").isReachable(10_000));
        p.of("canonical", () -> InetAddress.getByName("127.0.0.1").getCanonicalHostName());
        p.of("interfaces", () -> NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1")).isLoopback());
        p.of("interface none", () -> NetworkInterface.getByName("none0"));
        p.of("interface lo", () -> {
            NetworkInterface loopback = NetworkInterface.getByName("lo");
            return loopback.getDisplayName() + loopback.isUp() + loopback.supportsMulticast() + loopback.isVirtual() + loopback.getHardwareAddress();
        });
    }

    private static void others(Probes p) {
        p.of("resolve", () -> URI.create("http://h/a/b").resolve("../c?x") + " " + URI.create("a/./b/../c").normalize() + " " + URI.create("http://h/a/").relativize(URI.create("http://h/a/b")));
        p.of("url in context", () -> new URL(new URL("http://h/a/b"), "c#d"));
        p.of("url equal", () -> new URL("http://h:80/").equals(new URL("http://h/")));
        p.of("url of uri", () -> URI.create("a/b").toURL());
        p.of("uri of parts", () -> new URI("http", "u", "h", 5, "/a b", "q=\u00e9", "f"));
        p.of("uri equal", () -> URI.create("HTTP://H/%7ea").equals(URI.create("http://h/%7Ea")));
        p.of("encode", () -> URLEncoder.encode("a b&\u00e9~*", StandardCharsets.UTF_8) + URLDecoder.decode("a+%C3%A9", StandardCharsets.UTF_8));
        p.of("decode wrong", () -> URLDecoder.decode("%zz", StandardCharsets.UTF_8));
        p.of("decode cut", () -> URLDecoder.decode("%e", StandardCharsets.UTF_8));
        p.of("idn", () -> IDN.toASCII("b\u00fccher.example") + IDN.toUnicode("xn--bcher-kva.example"));
        p.of("idn wrong", () -> IDN.toASCII("a".repeat(64)));
        p.of("cookie", () -> HttpCookie.parse("Set-Cookie: a=b; Path=/; Max-Age=5; Secure; HttpOnly").get(0).getMaxAge());
        p.of("cookie wrong", () -> HttpCookie.parse("=x"));
        p.of("proxy", () -> new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("p", 3)) + " " + Proxy.NO_PROXY);
        p.of("proxies", () -> ProxySelector.getDefault().select(URI.create("http://h")));
        p.of("ftp", () -> new URL("ftp://127.0.0.1:1/x").openConnection().getClass().getSimpleName());
        p.of("mail", () -> new URL("mailto:a@b").openConnection().getClass().getSimpleName());
        p.of("file url", () -> new URL("file:/absent/x").openStream());
        p.of("content type", () -> java.net.URLConnection.guessContentTypeFromName("a.png") + java.net.URLConnection.guessContentTypeFromStream(new java.io.ByteArrayInputStream("GIF8".getBytes(StandardCharsets.US_ASCII))));
    }
}
