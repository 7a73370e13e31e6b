package dev.ristretto.fleet.balancer;

import java.util.List;

/**
 * Where a service listens and who answers.
 *
 * @param service its name
 * @param address the IPv4 address that is listened on
 * @param port the port there
 * @param http whether single requests are spread, or else whole connections
 * @param targets may be empty; what comes is held until there is one
 */
public record ServiceRoute(String service, String address, int port, boolean http, List<Target> targets) {

    public ServiceRoute {
        targets = List.copyOf(targets);
    }

    /** Whether both can share a listening socket. */
    boolean listensLike(ServiceRoute other) {
        return address.equals(other.address) && port == other.port && http == other.http;
    }
}
