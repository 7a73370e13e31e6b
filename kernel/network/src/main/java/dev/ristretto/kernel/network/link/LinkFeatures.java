package dev.ristretto.kernel.network.link;

/**
 * What a link does for the stack.
 *
 * @param transmitChecksum fills in TCP and UDP checksums on request, see {@link Frame#requestChecksum}
 * @param segmentationLimit largest frame in bytes (all headers included) that the link cuts into TCP segments, see
 *     {@link Frame#requestSegmentation}; 0 if it does not; requires {@code transmitChecksum}
 */
public record LinkFeatures(boolean transmitChecksum, int segmentationLimit) {
    /** A link that only carries frames. */
    public static final LinkFeatures NONE = new LinkFeatures(false, 0);
}
