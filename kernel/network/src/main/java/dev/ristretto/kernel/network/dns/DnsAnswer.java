package dev.ristretto.kernel.network.dns;

import dev.ristretto.kernel.network.ip.IpAddress;
import java.util.List;

/** How a lookup ended. */
public sealed interface DnsAnswer {
    /**
     * The name has addresses.
     *
     * @param addresses in the order of the answer, at least one
     */
    record Addresses(List<IpAddress> addresses) implements DnsAnswer {}

    /**
     * The address has a name.
     *
     * @param name without the final dot
     */
    record Name(String name) implements DnsAnswer {}

    /** The name does not exist, or has no record of this type (EAI_NONAME). */
    record NotFound() implements DnsAnswer {}

    /**
     * No server could tell: no answer in time, a failure of the servers, or no server is known (EAI_AGAIN).
     *
     * @param reason for people
     */
    record Failed(String reason) implements DnsAnswer {}
}
