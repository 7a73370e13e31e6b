package dev.ristretto.kernel.network;

import dev.ristretto.kernel.network.wire.Ethernet;
import org.jspecify.annotations.Nullable;

/** The way to a destination, kept by who sends there often; out of date when {@link RouteTable#generation} has changed. */
final class Route {
    final NetworkInterface through;
    final int source;
    final int destination;
    /** Address on the link that gets the frame: the destination or a router; 0 if {@link #groupMac} says it. */
    final int nextHop;
    /** Ethernet address of a broadcast or multicast destination, else 0. */
    final long groupMac;

    final int generation;
    /** Kept here so that the cache is not searched for each packet. */
    @Nullable
    Neighbor neighbor;

    Route(NetworkInterface through, int source, int destination, int nextHop, long groupMac, int generation) {
        this.through = through;
        this.source = source;
        this.destination = destination;
        this.nextHop = nextHop;
        this.groupMac = groupMac;
        this.generation = generation;
    }

    boolean isBroadcast() {
        return groupMac == Ethernet.BROADCAST;
    }

    boolean isGroup() {
        return groupMac != 0;
    }
}
