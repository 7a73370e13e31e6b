package dev.ristretto.kernel.network.ip;

import dev.ristretto.kernel.network.link.FrameQueue;
import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.time.TimerQueue;

/** A station on the link: its Ethernet address if known, and frames that wait for it. */
final class Neighbor {
    private static final long UNKNOWN = -1;
    private static final long FRESH = 60_000_000_000L;

    private final IpAddress address;
    private final Timer timer;
    private final FrameQueue waiting = new FrameQueue();
    private long mac = UNKNOWN;
    /** When the address was last known to be right. */
    private long confirmed;
    /** When a frame was last sent there. */
    private long used;
    /** Requests sent since it was last confirmed. */
    private int requests;

    private boolean evicted;

    Neighbor(IpAddress address, TimerQueue timers, Arp arp) {
        this.address = address;
        timer = timers.newTimer(() -> arp.requestTimedOut(this));
        used = timers.nanoTime();
    }

    IpAddress address() {
        return address;
    }

    /** The time at which the next request is due or the station given up. */
    Timer timer() {
        return timer;
    }

    /** Frames that wait for the address. */
    FrameQueue waiting() {
        return waiting;
    }

    boolean isKnown() {
        return mac != UNKNOWN;
    }

    /** Its Ethernet address, if it is known. */
    long mac() {
        return mac;
    }

    /** The address is known, since now. */
    void learn(long newMac, long now) {
        mac = newMac;
        confirmed = now;
        requests = 0;
        timer.cancel();
    }

    /** The station does not answer: its address is not known any more. */
    void forget() {
        mac = UNKNOWN;
    }

    /** The station is known to be there. */
    void confirm(long now) {
        if (isKnown()) {
            confirmed = now;
        }
    }

    /** The station may not be there any more. */
    void doubt(long now) {
        confirmed = Math.min(confirmed, now - FRESH - 1);
    }

    /** Whether it is long ago that the address was known to be right. */
    boolean isStale(long now) {
        return now - confirmed > FRESH;
    }

    void use(long now) {
        used = now;
    }

    boolean isUsedBefore(Neighbor other) {
        return used - other.used < 0;
    }

    /** Counts requests anew. */
    void beginRequests() {
        requests = 0;
    }

    /** Counts a request; returns how many there were, this one included. */
    int countRequest() {
        return ++requests;
    }

    int requests() {
        return requests;
    }

    /** Takes it out of use: whoever keeps it must look again. */
    void evict() {
        evicted = true;
        timer.cancel();
    }

    boolean isEvicted() {
        return evicted;
    }
}
