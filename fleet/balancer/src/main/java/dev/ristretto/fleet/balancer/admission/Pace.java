package dev.ristretto.fleet.balancer.admission;

/** How a client keeps up in one direction of one exchange. Safe for use by several threads. */
final class Pace {

    private static final double NANOS = 1e9;

    private boolean waiting;
    private long since;
    private long waited;
    private long moved;

    /** A new exchange begins. */
    synchronized void reset() {
        waiting = false;
        waited = 0;
        moved = 0;
    }

    /** From now on it is the client that is waited for. */
    synchronized void await(long now) {
        if (!waiting) {
            waiting = true;
            since = now;
        }
    }

    /** Bytes have come or gone. */
    synchronized void move(long bytes, long now) {
        moved += bytes;
        if (waiting) {
            waited += now - since;
            since = now;
        }
    }

    /** The client is not waited for any more. */
    synchronized void proceed(long now) {
        if (waiting) {
            waited += now - since;
            waiting = false;
        }
    }

    synchronized boolean isWaiting() {
        return waiting;
    }

    /** How long the client has moved nothing, in nanoseconds; 0 if it is not waited for. */
    synchronized long stalled(long now) {
        return waiting ? now - since : 0;
    }

    /** Whether it was waited for longer than what has moved is worth. */
    synchronized boolean isTooSlow(long now, ConnectionLimits limits) {
        return waiting && waited + now - since > limits.stall().toNanos() + moved * NANOS / limits.leastRate();
    }
}
