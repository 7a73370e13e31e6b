package dev.ristretto.kernel.posix.socket;

import dev.ristretto.kernel.network.ip.Endpoint;
import dev.ristretto.kernel.network.ip.IpAddress;

/**
 * The name of a socket of IPv4.
 *
 * @param address {@link IpAddress#ANY} for all own addresses
 * @param port 0 to 65535, 0 for none yet
 */
public record InternetName(IpAddress address, int port) implements SocketName {
    /** The same as an end of a flow. */
    public InternetName(Endpoint end) {
        this(end.address(), end.port());
    }
}
