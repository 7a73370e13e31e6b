package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.tcp.format.TcpFormat;

/** The options that both ends have offered in their SYNs (RFC 7323, RFC 2018), and what the peer takes. */
final class AgreedOptions {
    /** Shorter claims would make more headers than data. */
    private static final int SMALLEST_MSS = 64;

    private boolean timestamps;
    private boolean sack;
    private boolean windowScaling;
    private int peerMss = TcpFormat.DEFAULT_MSS;

    /** Takes in the peer's SYN; this side offers or repeats all that the peer does. */
    void take(TcpSegment syn) {
        timestamps = syn.hasTimestamps;
        sack = syn.sackPermitted;
        windowScaling = syn.windowShift >= 0;
        peerMss = syn.mss == 0 ? TcpFormat.DEFAULT_MSS : Math.max(SMALLEST_MSS, syn.mss);
    }

    /** Whether each segment carries timestamps. */
    boolean timestamps() {
        return timestamps;
    }

    /** Whether segments may carry selective acknowledgements. */
    boolean sack() {
        return sack;
    }

    /** Whether windows are scaled. */
    boolean windowScaling() {
        return windowScaling;
    }

    /**
     * Data bytes of the largest segment that the peer takes and a path carries that allows for {@code ownMss}, without
     * options (RFC 6691).
     */
    int segmentSize(int ownMss) {
        return withoutOptions(Math.min(peerMss, ownMss));
    }

    /** {@code size} less the options that each segment carries. */
    int withoutOptions(int size) {
        return timestamps ? size - TcpFormat.TIMESTAMPS_LENGTH : size;
    }
}
