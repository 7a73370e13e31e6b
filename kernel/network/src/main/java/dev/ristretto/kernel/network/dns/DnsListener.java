package dev.ristretto.kernel.network.dns;

/**
 * Told how a lookup ended. Called once, with the stack's lock held or by the asking thread: it must only mark and wake.
 */
@FunctionalInterface
public interface DnsListener {
    /**
     * The lookup is over.
     *
     * @param answer addresses or the reason why there are none
     */
    void resolved(DnsAnswer answer);
}
