package dev.ristretto.kernel.network.ip;

import dev.ristretto.kernel.network.link.Ethernet;
import dev.ristretto.kernel.network.link.NetworkInterface;
import org.jspecify.annotations.Nullable;

/** Which interface and next hop lead to a destination (RFC 1122 section 3.3.1): loopback, the subnet, the gateway. */
final class RouteTable {
    private final NetworkInterface loopback;
    private final @Nullable NetworkInterface ethernet;
    private final PathMtuCache pathMtu;
    private @Nullable InterfaceConfiguration configuration;
    private int generation;

    RouteTable(NetworkInterface loopback, @Nullable NetworkInterface ethernet, PathMtuCache pathMtu) {
        this.loopback = loopback;
        this.ethernet = ethernet;
        this.pathMtu = pathMtu;
    }

    @Nullable
    InterfaceConfiguration configuration() {
        return configuration;
    }

    void configure(@Nullable InterfaceConfiguration newConfiguration) {
        configuration = newConfiguration;
        generation++;
    }

    boolean isCurrent(Route route) {
        return route.generation() == generation;
    }

    /** Whether these bits of a header are an address of this machine. */
    boolean isLocal(int address) {
        return Ipv4Bits.isLoopback(address)
                || configuration != null && configuration.address().v4() == address;
    }

    /** Whether these bits of a header mean all stations of the subnet. */
    boolean isBroadcast(int address) {
        return address == Ipv4Bits.BROADCAST || configuration != null && configuration.isBroadcast(address);
    }

    /**
     * The way to {@code destination}.
     *
     * @param source the sender's address if it is bound to one, null to choose it
     * @return null if there is no way
     */
    @Nullable
    Route find(IpAddress destination, @Nullable IpAddress source) {
        if (destination.isAny()) {
            return find(configuration == null ? IpAddress.LOOPBACK : configuration.address(), source);
        }
        if (isLocal(destination.v4())) {
            IpAddress from = source != null ? source : destination.isLoopback() ? IpAddress.LOOPBACK : destination;
            return new Route(loopback, from, destination, destination, 0, generation);
        }
        if (ethernet == null || source != null && source.isLoopback()) {
            return null;
        }
        InterfaceConfiguration here = configuration;
        if (here == null) {
            // A DHCP client has no address yet (RFC 2131 section 4.1).
            return destination.isBroadcast()
                    ? new Route(ethernet, IpAddress.ANY, destination, destination, Ethernet.BROADCAST, generation)
                    : null;
        }
        IpAddress from = source != null && !source.isMulticast() ? source : here.address();
        if (isBroadcast(destination.v4())) {
            return new Route(ethernet, from, destination, destination, Ethernet.BROADCAST, generation);
        }
        if (destination.isMulticast()) {
            return new Route(ethernet, from, destination, destination, Ethernet.ofGroup(destination.v4()), generation);
        }
        IpAddress nextHop = here.onLink(destination) ? destination : here.gateway();
        return nextHop == null ? null : new Route(ethernet, from, destination, nextHop, 0, generation);
    }

    /** The way over loopback of a copy of a packet to a group, for members on this machine. */
    Route loopbackOf(Route route) {
        return new Route(loopback, route.source(), route.destination(), route.destination(), 0, generation);
    }

    /** Largest IPv4 packet that gets to the destination in one piece. */
    int mtu(Route route) {
        int mtu = route.through().link().mtu();
        if (route.through().isLoopback()) {
            return mtu;
        }
        if (configuration != null && configuration.mtu() != 0) {
            mtu = Math.min(mtu, configuration.mtu());
        }
        return Math.min(mtu, pathMtu.get(route.destination()));
    }
}
