package dev.ristretto.kernel.network.ip;

import org.jspecify.annotations.Nullable;

/**
 * What a flow is known by: its two ends. Keeps the bits that headers have as well, so that the flow of a packet is
 * found without making objects. Immutable.
 */
public final class FlowKey {
    private final Endpoint local;
    private final Endpoint remote;
    private final int localAddress;
    private final int remoteAddress;
    /** The own port in the high half, the other end's in the low one. */
    private final int ports;

    /** The key of a flow between an end of this machine and another one. */
    public FlowKey(Endpoint local, Endpoint remote) {
        this.local = local;
        this.remote = remote;
        localAddress = local.address().v4();
        remoteAddress = remote.address().v4();
        ports = local.port() << 16 | remote.port();
    }

    /** The end of this machine. */
    public Endpoint local() {
        return local;
    }

    /** The other end. */
    public Endpoint remote() {
        return remote;
    }

    /**
     * The first word of a header of TCP or UDP that goes to the other end: own port in the high half, the other in the
     * low one.
     */
    public int ports() {
        return ports;
    }

    /** Whether it is the key of the flow with these ends, addresses as bits of version 4. */
    public boolean matches(int fromLocal, int localPort, int toRemote, int remotePort) {
        return ports == (localPort << 16 | remotePort) && remoteAddress == toRemote && localAddress == fromLocal;
    }

    /** A number for hash tables and keyed functions, from both addresses: own one in the high half. */
    public long addresses() {
        return (long) localAddress << 32 | remoteAddress & 0xffff_ffffL;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FlowKey key
                && ports == key.ports
                && localAddress == key.localAddress
                && remoteAddress == key.remoteAddress;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * localAddress + remoteAddress) + ports;
    }

    /** For example {@code 192.0.2.1:80-192.0.2.2:43210}. */
    @Override
    public String toString() {
        return local + "-" + remote;
    }
}
