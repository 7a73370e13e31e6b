package dev.ristretto.network.dns;

import dev.ristretto.network.NetworkStack;

/**
 * A stub resolver: asks the name servers of the stack's {@link NetworkStack#configuration} over UDP, with retries (5 seconds, two rounds),
 * over TCP if an answer was truncated, and keeps answers as long as they say, at most {@value #CACHE_ENTRIES} of them. Thread-safe.
 *
 * <p>It does not read a hosts file: that is the caller's business.
 */
public final class DnsResolver {
    /** Bound of the cache. */
    public static final int CACHE_ENTRIES = 256;

    /** A resolver for the sockets of this stack. */
    public DnsResolver(NetworkStack stack) {}

    /**
     * Looks up the IPv4 addresses of a name. A name without a dot is completed with the domain of the configuration first. A dotted address is
     * its own answer.
     *
     * @param listener told once, perhaps before this method returns
     * @return cancels the lookup; the listener is then not called
     */
    public Runnable resolve(String name, DnsListener listener) {
        throw new UnsupportedOperationException("resolve");
    }

    /** Looks up the name of an address (PTR, RFC 1035 section 3.5); otherwise like {@link #resolve}. */
    public Runnable reverse(int address, DnsListener listener) {
        throw new UnsupportedOperationException("reverse");
    }
}
