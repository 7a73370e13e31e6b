package dev.ristretto.kernel.network.socket;

/**
 * Told when a socket may have become ready.
 *
 * <p>Called with the stack's lock held, from any thread, once for each event (also when the bit was set before: each
 * arrival of data is an event, which edge-triggered waiting needs). It must only mark and wake: no blocking and no call
 * into the stack except {@link NetworkSocket#readiness}.
 */
@FunctionalInterface
public interface ReadinessListener {
    /**
     * Something happened.
     *
     * @param readiness the present bits of {@link Readiness}
     */
    void ready(int readiness);
}
