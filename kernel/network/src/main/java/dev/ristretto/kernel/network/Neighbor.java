package dev.ristretto.kernel.network;

import org.jspecify.annotations.Nullable;

/** A station on the link: its Ethernet address if known, and frames that wait for it. State of {@link Arp}. */
final class Neighbor {
    static final long UNKNOWN = -1;

    final int address;
    final Timer timer;
    long mac = UNKNOWN;
    /** When the address was last known to be right. */
    long confirmed;
    /** When a frame was last sent there. */
    long used;
    /** Requests sent since it was last confirmed. */
    int requests;
    /** Whether it has left the cache: whoever keeps it must look again. */
    boolean evicted;

    @Nullable
    Frame firstWaiting;

    @Nullable
    Frame lastWaiting;

    int waiting;

    Neighbor(int address, NetworkStack stack, Arp arp) {
        this.address = address;
        timer = new Timer(stack, () -> arp.requestTimedOut(this));
    }
}
