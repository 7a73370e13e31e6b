package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.buffer.ChunkPool;
import dev.ristretto.kernel.network.tcp.format.TcpFormat;
import dev.ristretto.kernel.network.time.TimerQueue;

/**
 * The window that a connection offers its peer, and the receive buffer behind it, which grows with what the reader
 * takes.
 */
final class ReceiveWindow {
    /** Buffer under memory pressure. */
    private static final int MINIMUM_BUFFER = 2 * ChunkPool.CHUNK;

    private static final long DEFAULT_ROUND_TRIP = 100_000_000L;
    /** On a fast link it is the reader's turns that take time, not the way. */
    private static final long SHORTEST_ROUND_TRIP = 20_000_000L;

    /**
     * The least window that a proxy is told of without need: two segments of its client's loopback. It passes the
     * window on to the host's kernel, which goes by the smallest that it has heard of; offered less than a segment, the
     * client waits for its timer (200 ms).
     */
    private static final int LEAST_FOR_PROXY = 2 * 65_536;

    private final TimerQueue timers;
    private final ChunkPool chunks;
    private final boolean proxied;
    private final int proposedShift;
    /** The shift in use: 0 if the peer does not scale. */
    private int shift;

    private int buffer;
    private final int limit;
    private final boolean fixed;
    /** Right edge of the window that the peer knows; never goes back. */
    private int edge;

    private long measureStart;
    private int measureBytes;

    /** A window that is not open yet; {@code proxied} tells whether it is a proxy's to fill. */
    ReceiveWindow(TcpEnvironment environment, TcpSettings settings, boolean proxied) {
        this.proxied = proxied;
        timers = environment.timers();
        chunks = environment.chunks();
        TcpLimits limits = environment.limits();
        fixed = settings.receiveBuffer != 0;
        buffer = settings.receiveBuffer(limits);
        limit = limit(settings, limits);
        proposedShift = proposedShift(settings, limits);
    }

    private static int limit(TcpSettings settings, TcpLimits limits) {
        int buffer = settings.receiveBuffer(limits);
        return settings.receiveBuffer != 0 ? buffer : Math.max(buffer, limits.maximumReceiveBuffer());
    }

    /** Shift of the window field that a connection with these settings proposes. */
    static int proposedShift(TcpSettings settings, TcpLimits limits) {
        int limit = limit(settings, limits);
        int bits = 0;
        while (bits < TcpFormat.MAXIMUM_WINDOW_SHIFT && limit >> bits > TcpFormat.MAXIMUM_WINDOW_FIELD) {
            bits++;
        }
        return bits;
    }

    /** The window of the SYN of a connection with these settings, which is never scaled. */
    static int initial(TcpSettings settings, TcpLimits limits) {
        return Math.min(settings.receiveBuffer(limits), TcpFormat.MAXIMUM_WINDOW_FIELD);
    }

    /** Shift of the window field that this side proposes. */
    int proposedShift() {
        return proposedShift;
    }

    /** The window of a SYN, which is never scaled. */
    int initial() {
        return Math.min(buffer, TcpFormat.MAXIMUM_WINDOW_FIELD);
    }

    /** The peer's SYN has arrived; data begins at {@code next}. */
    void start(int next, boolean scaled) {
        shift = scaled ? proposedShift : 0;
        edge = next + initial();
    }

    /**
     * Bytes that the peer may send beyond {@code next}, which is beyond the edge itself where a FIN followed the last
     * byte allowed.
     */
    int left(int next) {
        return Math.max(0, edge - next);
    }

    /**
     * The window field for a segment that acknowledges {@code next}: rounded down, for what rounding up adds would be
     * refused. What was offered before is still taken (RFC 7323 section 2.4).
     */
    int field(int next) {
        return left(next) >> shift;
    }

    /**
     * Offers what {@code queued} bytes leave free, if that is worth it (RFC 9293 section 3.8.6.2.2), and returns the
     * field.
     */
    int offer(int next, int queued, int segmentSize) {
        int possible = possibleEdge(next, queued);
        if (possible - edge >= leastStep(segmentSize)) {
            edge = possible;
        }
        return field(next);
    }

    /**
     * Whether the window can open so far that the peer should hear of it without delay: by more than the least step, as
     * one that still has much to send into is in no hurry.
     */
    boolean opens(int next, int queued, int segmentSize) {
        int step = Math.min(buffer / 4, Math.max(2 * segmentSize, left(next)));
        return possibleEdge(next, queued) - edge >= Math.max(leastStep(segmentSize), step);
    }

    /**
     * Whether the window that {@code queued} bytes leave can be told now. If not, it is better to wait for the reader:
     * a proxy loses nothing meanwhile.
     */
    boolean isPresentable(int next, int queued) {
        return !proxied || queued == 0 || possibleEdge(next, queued) - next >= Math.min(LEAST_FOR_PROXY, buffer / 2);
    }

    private int leastStep(int segmentSize) {
        return Math.max(1, Math.min(buffer / 2, segmentSize));
    }

    /**
     * The farthest edge that there is room for and that the window field can say. A buffer beyond that is of use: while
     * the reader is busy, one window after the other arrives.
     */
    private int possibleEdge(int next, int queued) {
        int granted = Math.max(MINIMUM_BUFFER - queued, chunks.share());
        int free = Math.max(0, Math.min(buffer - queued, granted));
        return next + (Math.min(TcpFormat.MAXIMUM_WINDOW_FIELD, free >> shift) << shift);
    }

    /**
     * The application has read bytes: twice what it takes in a round trip is what the next one can bring while the
     * window must not close.
     */
    void grow(int bytes, long roundTrip) {
        if (fixed || buffer >= limit) {
            return;
        }
        long now = timers.nanoTime();
        measureBytes += bytes;
        long elapsed = now - measureStart;
        if (elapsed > (roundTrip < 0 ? DEFAULT_ROUND_TRIP : Math.max(SHORTEST_ROUND_TRIP, roundTrip))) {
            measureStart = now;
            measureBytes = bytes;
        }
        if (measureBytes >= buffer / 2 && buffer < chunks.share()) {
            buffer = (int) Math.min(limit, 2L * buffer);
            measureStart = now;
            measureBytes = 0;
        }
    }

    /** Largest buffer so far. */
    int buffer() {
        return buffer;
    }

    void setBuffer(int bytes) {
        buffer = bytes;
    }
}
