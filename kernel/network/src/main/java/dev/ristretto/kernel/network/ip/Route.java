package dev.ristretto.kernel.network.ip;

import dev.ristretto.kernel.network.link.Ethernet;
import dev.ristretto.kernel.network.link.NetworkInterface;
import org.jspecify.annotations.Nullable;

/** The way to a destination, kept by who sends there often; out of date when {@link IpLayer#isCurrent} says so. */
public final class Route {
    private final NetworkInterface through;
    private final IpAddress source;
    private final IpAddress destination;
    private final IpAddress nextHop;
    private final long groupMac;
    private final int generation;
    /** Kept here so that the cache is not searched for each packet. */
    private @Nullable Neighbor neighbor;

    Route(
            NetworkInterface through,
            IpAddress source,
            IpAddress destination,
            IpAddress nextHop,
            long groupMac,
            int generation) {
        this.through = through;
        this.source = source;
        this.destination = destination;
        this.nextHop = nextHop;
        this.groupMac = groupMac;
        this.generation = generation;
    }

    /** The interface that the packets leave by. */
    public NetworkInterface through() {
        return through;
    }

    /** Own address that the packets carry; {@link IpAddress#ANY} while there is none. */
    public IpAddress source() {
        return source;
    }

    /** Address that the packets go to. */
    public IpAddress destination() {
        return destination;
    }

    /** Whether it leads to all stations of the subnet. */
    public boolean isBroadcast() {
        return groupMac == Ethernet.BROADCAST;
    }

    /** Whether it leads to several stations. */
    public boolean isGroup() {
        return groupMac != 0;
    }

    /** Address on the link that gets the frame: the destination or a router. */
    IpAddress nextHop() {
        return nextHop;
    }

    /** Ethernet address of a broadcast or multicast destination, else 0. */
    long groupMac() {
        return groupMac;
    }

    /** The state of the route table that it was found in. */
    int generation() {
        return generation;
    }

    @Nullable
    Neighbor neighbor() {
        return neighbor;
    }

    void setNeighbor(Neighbor station) {
        neighbor = station;
    }
}
