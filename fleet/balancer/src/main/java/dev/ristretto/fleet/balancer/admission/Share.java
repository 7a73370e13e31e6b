package dev.ristretto.fleet.balancer.admission;

import java.util.concurrent.atomic.AtomicLong;

/** What the connections of one address, of one service, or all of them take. */
final class Share {

    final String name;
    private final AtomicLong bytes = new AtomicLong();

    /** Belongs to the admission's lock. */
    int connections;

    Share(String name) {
        this.name = name;
    }

    long bytes() {
        return bytes.get();
    }

    /** Takes so much unless that would be more than a limit. */
    boolean take(long more, long limit) {
        if (bytes.addAndGet(more) <= limit) {
            return true;
        }
        bytes.addAndGet(-more);
        return false;
    }

    void add(long more) {
        bytes.addAndGet(more);
    }
}
