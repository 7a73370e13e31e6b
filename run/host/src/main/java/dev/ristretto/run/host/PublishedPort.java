package dev.ristretto.run.host;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port of the guest that can be reached through a port of the host.
 *
 * @param address the host's IPv4 address that is listened on; {@code 0.0.0.0} for all
 * @param hostPort 1 to 65535
 * @param guestPort 1 to 65535
 * @param protocol TCP or UDP
 */
public record PublishedPort(String address, int hostPort, int guestPort, Protocol protocol) {

    /** The address that is listened on unless another is given: reachable from this computer alone. */
    public static final String DEFAULT_ADDRESS = "127.0.0.1";

    /** Listens on all addresses of this computer. */
    public static final String EVERY_ADDRESS = "0.0.0.0";

    private static final String LOOPBACK = "127.";

    private static final Pattern FORM =
            Pattern.compile("(?:(?<address>[^:]+):)?(?<host>\\d+):(?<guest>\\d+)(?:/(?<protocol>tcp|udp))?");
    private static final Pattern OCTET = Pattern.compile("25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d");
    private static final Pattern IPV4 = Pattern.compile("(" + OCTET + ")(\\.(" + OCTET + ")){3}");

    /** Transport protocol of a port. */
    public enum Protocol {
        TCP,
        UDP
    }

    public PublishedPort {
        requirePort(hostPort);
        requirePort(guestPort);
        if (!IPV4.matcher(address).matches()) {
            throw new IllegalArgumentException(
                    "'" + address + "' is not an IPv4 address, such as 127.0.0.1 or 0.0.0.0");
        }
    }

    /**
     * Reads {@code [ADDRESS:]HOST:GUEST[/tcp|/udp]}.
     *
     * @throws IllegalArgumentException if the text has another form, with a message that shows the form
     */
    public static PublishedPort parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is not a port to publish: write [ADDRESS:]HOST:GUEST[/udp], such as 8080:8080 or 0.0.0.0:53:53/udp");
        }
        String address = form.group("address");
        if (address == null || address.equals("localhost")) {
            address = DEFAULT_ADDRESS;
        }
        Protocol protocol = "udp".equals(form.group("protocol")) ? Protocol.UDP : Protocol.TCP;
        return new PublishedPort(address, number(form.group("host")), number(form.group("guest")), protocol);
    }

    /** Whether only this computer's loopback interface is listened on (RFC 1122, section 3.2.1.3). */
    public boolean isLoopback() {
        return address.startsWith(LOOPBACK);
    }

    @Override
    public String toString() {
        return address + ":" + hostPort + ":" + guestPort + (protocol == Protocol.UDP ? "/udp" : "");
    }

    private static int number(String digits) {
        return digits.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    private static void requirePort(int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "A port is a number from 1 to 65535" + (port == Integer.MAX_VALUE ? "" : ", not " + port));
        }
    }
}
