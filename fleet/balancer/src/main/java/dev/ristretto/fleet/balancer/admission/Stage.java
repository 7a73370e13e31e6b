package dev.ristretto.fleet.balancer.admission;

/** How far a connection has come. */
public enum Stage {
    /** It was opened, or a request has begun; its head is not complete. */
    HEAD,
    /** It is spread as a whole, and nobody has said anything. */
    SILENT,
    /** It waits for the next request. */
    IDLE,
    /** It is spread as a whole; it is at this stage anew whenever something has been said. */
    OPEN,
    /** It waits for a replica because there is none. */
    HELD,
    /** A replica works for it, or its client sends the body or takes the answer. */
    BUSY
}
