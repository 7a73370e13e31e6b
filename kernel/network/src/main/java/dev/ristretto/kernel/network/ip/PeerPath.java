package dev.ristretto.kernel.network.ip;

import org.jspecify.annotations.Nullable;

/** The way of a connection's packets: a route that is looked up again when it is out of date. Not thread-safe. */
public final class PeerPath {
    private final IpLayer ip;
    private final FlowKey key;
    private Route route;

    /** The way of packets of {@code key}, which begins as {@code route}. */
    public PeerPath(IpLayer ip, FlowKey key, Route route) {
        this.ip = ip;
        this.key = key;
        this.route = route;
    }

    /** The present way to the peer, null if there is none any more. */
    public @Nullable Route find() {
        if (ip.isCurrent(route)) {
            return route;
        }
        Route found = ip.route(key.remote().address(), key.local().address());
        if (found != null) {
            route = found;
        }
        return found;
    }

    /** The way that was last found. */
    public Route last() {
        return route;
    }

    /** Bytes that fit into a packet on a way. */
    public int payloadLimit(Route way) {
        return ip.payloadLimit(way);
    }

    /** The peer has answered. */
    public void confirm() {
        ip.confirm(route);
    }

    /** The peer has not answered. */
    public void doubt() {
        ip.doubt(route);
    }
}
