package dev.ristretto.kernel.network.ip;

/**
 * One end of a flow.
 *
 * @param address where
 * @param port 0 to 65535; 0 only for a socket that has no port yet
 */
public record Endpoint(IpAddress address, int port) {
    /** Checks the range. */
    public Endpoint {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("a port is 0 to 65535, found " + port);
        }
    }

    /** For example {@code 192.0.2.1:80}. */
    @Override
    public String toString() {
        return address + ":" + port;
    }
}
