package dev.ristretto.kernel.network.icmp;

/** Told how an echo request ended. Called once, with the stack's lock held: it must only mark and wake. */
@FunctionalInterface
public interface PingListener {
    /**
     * The echo request is over.
     *
     * @param roundTripNanos time to the answer, or -1 if none came in time or a router reported the host unreachable
     */
    void pingFinished(long roundTripNanos);
}
