package dev.ristretto.kernel.network.ip;

import dev.ristretto.kernel.network.link.Ethernet;
import dev.ristretto.kernel.network.link.NetworkInterface;
import org.jspecify.annotations.Nullable;

/** The way to a destination, kept by who sends there often; out of date when {@link IpLayer#isCurrent} says so. */
public final class Route {
    private final NetworkInterface through;
    private final int source;
    private final int destination;
    private final int nextHop;
    private final long groupMac;
    private final int generation;
    /** Kept here so that the cache is not searched for each packet. */
    private @Nullable Neighbor neighbor;

    Route(NetworkInterface through, int source, int destination, int nextHop, long groupMac, int generation) {
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

    /** Own address that the packets carry. */
    public int source() {
        return source;
    }

    /** Address that the packets go to. */
    public int destination() {
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

    /** Address on the link that gets the frame: the destination or a router; 0 if {@link #groupMac} says it. */
    int nextHop() {
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
