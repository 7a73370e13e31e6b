package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.ip.FlowKey;
import dev.ristretto.kernel.network.ip.IpLayer;
import dev.ristretto.kernel.network.ip.Route;
import dev.ristretto.kernel.network.tcp.format.TcpFormat;
import org.jspecify.annotations.Nullable;

/**
 * The way of a connection's segments: a route that is looked up again when it is out of date, and what fits into a
 * packet on it.
 */
final class TcpPath {
    private final IpLayer ip;
    private final FlowKey key;
    private Route route;

    TcpPath(IpLayer ip, FlowKey key, Route route) {
        this.ip = ip;
        this.key = key;
        this.route = route;
    }

    /** The present way to the peer, null if there is none any more. */
    @Nullable
    Route find() {
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
    Route last() {
        return route;
    }

    /** The MSS option of this side on a way. */
    int mss(Route way) {
        return ip.payloadLimit(way) - TcpFormat.HEADER;
    }

    /** The peer has answered. */
    void confirm() {
        ip.confirm(route);
    }

    /** The peer has not answered. */
    void doubt() {
        ip.doubt(route);
    }
}
