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

    boolean isLocal(int address) {
        return Ipv4.isLoopback(address) || configuration != null && configuration.address() == address;
    }

    /** Whether the address means all stations of the subnet. */
    boolean isBroadcast(int address) {
        return address == Ipv4.BROADCAST
                || configuration != null
                        && configuration.prefixLength() < 31
                        && configuration.onLink(address)
                        && (address | configuration.mask()) == -1;
    }

    /**
     * The way to {@code destination}.
     *
     * @param source the sender's address if it is bound to one, else 0
     * @return null if there is no way
     */
    @Nullable
    Route find(int destination, int source) {
        if (destination == Ipv4.ANY) {
            return find(configuration == null ? Ipv4.LOOPBACK : configuration.address(), source);
        }
        if (isLocal(destination)) {
            int from = source != 0 ? source : Ipv4.isLoopback(destination) ? Ipv4.LOOPBACK : destination;
            return new Route(loopback, from, destination, destination, 0, generation);
        }
        if (ethernet == null || Ipv4.isLoopback(source)) {
            return null;
        }
        InterfaceConfiguration here = configuration;
        if (here == null) {
            // A DHCP client has no address yet (RFC 2131 section 4.1).
            return destination == Ipv4.BROADCAST
                    ? new Route(ethernet, 0, destination, 0, Ethernet.BROADCAST, generation)
                    : null;
        }
        int from = source != 0 && !Ipv4.isMulticast(source) ? source : here.address();
        if (isBroadcast(destination)) {
            return new Route(ethernet, from, destination, 0, Ethernet.BROADCAST, generation);
        }
        if (Ipv4.isMulticast(destination)) {
            return new Route(ethernet, from, destination, 0, Ethernet.ofGroup(destination), generation);
        }
        int nextHop = here.onLink(destination) ? destination : here.gateway();
        return nextHop == 0 ? null : new Route(ethernet, from, destination, nextHop, 0, generation);
    }

    /** The way over loopback of a copy of a packet to a group, for members on this machine. */
    Route loopbackOf(Route route) {
        return new Route(loopback, route.source(), route.destination(), 0, 0, generation);
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
