package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the daemon listens besides its Unix socket.
 *
 * @param address of this computer
 * @param port 0 for any that is free
 * @param tls certificate and key; without them only loopback addresses may be listened on
 */
public record Listening(InetAddress address, int port, Optional<Tls> tls) {

    /** PEM files. */
    public record Tls(Path certificate, Path key) {}

    /** Any port of loopback, for browsers of this computer. */
    public static final Listening LOOPBACK = new Listening(InetAddress.getLoopbackAddress(), 0, Optional.empty());

    public Listening {
        if (tls.isEmpty() && !address.isLoopbackAddress()) {
            throw new FleetException(
                    Kind.INVALID,
                    "Others can reach " + address.getHostAddress() + ", so it takes TLS"
                            + "\nGive --tls-certificate and --tls-key, or listen on 127.0.0.1");
        }
    }

    /**
     * Reads {@code ADDRESS:PORT}.
     *
     * @throws FleetException if it is not that
     */
    public static Listening parse(String text, Optional<Tls> tls) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon <= 0 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
            throw new FleetException(Kind.INVALID, "'" + text + "' is not ADDRESS:PORT, such as 127.0.0.1:7070");
        }
        try {
            return new Listening(InetAddress.getByName(text.substring(0, colon)), Integer.parseInt(port), tls);
        } catch (UnknownHostException e) {
            throw new FleetException(Kind.INVALID, "There is no address " + text.substring(0, colon), e);
        }
    }
}
