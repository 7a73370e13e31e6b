package dev.ristretto.kernel.network.link;

/**
 * What a link does for the stack.
 *
 * @param transmitChecksum fills in TCP and UDP checksums on request, see {@link Frame#requestChecksum}
 * @param segmentationLimit largest frame in bytes (all headers included) that the link cuts into TCP segments, see
 *     {@link Frame#requestSegmentation}; 0 if it does not; requires {@code transmitChecksum}
 * @param proxied leads to a proxy for TCP that has accepted a connection before it asks for it here, and asks once: the
 *     request is no attack, and its handshake is done with the answer
 */
public record LinkFeatures(boolean transmitChecksum, int segmentationLimit, boolean proxied) {
    /** A link that only carries frames. */
    public static final LinkFeatures NONE = new LinkFeatures(false, 0);

    /** A link with a wire on the other side. */
    public LinkFeatures(boolean transmitChecksum, int segmentationLimit) {
        this(transmitChecksum, segmentationLimit, false);
    }
}
