package dev.ristretto.kernel.network.trace;

/** Where a frame goes, as seen from this machine. */
public enum Direction {
    /** It has come from the link. */
    RECEIVED,
    /** It goes out over the link. */
    SENT
}
