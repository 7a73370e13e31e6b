package dev.ristretto.network;

import dev.ristretto.network.wire.Sequence;
import dev.ristretto.network.wire.TcpFormat;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a connection: what has arrived in order and out of order, the window that is offered, and when to acknowledge.
 */
final class TcpReceiver {
    private static final int MAXIMUM_HOLES = 32;
    /** Buffer under memory pressure. */
    private static final int MINIMUM_BUFFER = 2 * ChunkPool.CHUNK;

    private static final long DELAYED_ACKNOWLEDGEMENT = 40_000_000L;
    private static final long DEFAULT_ROUND_TRIP = 100_000_000L;
    /** On a fast link it is the reader's turns that take time, not the way. */
    private static final long SHORTEST_ROUND_TRIP = 20_000_000L;

    private final NetworkStack stack;
    private final TcpConnection connection;
    final ByteQueue queue;
    private final Timer delayed;
    private @Nullable Ranges outOfOrder;
    /** Start of the last segment that came out of order: its block is reported first (RFC 2018 section 4). */
    private int lastOutOfOrder;

    /** RCV.NXT. */
    int next;
    /** Right edge of the window that the peer knows; never goes back. */
    private int edge;

    /** Shift of the window field that this side offers. */
    final int shift;
    /** The shift in use: 0 if the peer does not scale. */
    int usedShift;

    private int buffer;
    private final int bufferLimit;
    private final boolean fixed;
    int timestampRecent;
    long timestampRecentAge;
    private int lastAcknowledged;
    private int unacknowledged;
    /** Largest segment seen, to tell full ones (RFC 9293 section 3.8.6.3). */
    private int segmentSize = TcpFormat.DEFAULT_MSS;

    boolean acknowledgeNow;
    /** A FIN is known but data before it is missing. */
    private boolean finKnown;

    private int finSequence;
    /** The peer's FIN has been taken in. */
    boolean finished;
    /** The application wants no more. */
    boolean shut;

    private long measureStart;
    private int measureBytes;

    TcpReceiver(NetworkStack stack, TcpConnection connection) {
        this.stack = stack;
        this.connection = connection;
        queue = new ByteQueue(stack.chunks);
        delayed = new Timer(stack, this::delayOver);
        StackOptions options = stack.options;
        int wanted = connection.settings.receiveBuffer;
        fixed = wanted != 0;
        buffer = fixed ? wanted : options.receiveBuffer();
        bufferLimit = fixed ? wanted : Math.max(buffer, options.maximumReceiveBuffer());
        int bits = 0;
        while (bits < TcpFormat.MAXIMUM_WINDOW_SHIFT && bufferLimit >> bits > 65535) {
            bits++;
        }
        shift = bits;
    }

    /** The peer's SYN has arrived. */
    void start(int peerInitial) {
        next = peerInitial + 1;
        edge = next + initialWindow();
        lastAcknowledged = next;
    }

    /** The window of a SYN, which is never scaled. */
    int initialWindow() {
        return Math.min(buffer, 65535);
    }

    /** Bytes that the peer may send. */
    int window() {
        return edge - next;
    }

    /** The window field as last sent. */
    int windowField() {
        return Math.min(65535, window() + (1 << usedShift) - 1 >> usedShift);
    }

    /** Chooses the window for a segment about to be sent and returns the field of its header. */
    int offerWindow() {
        int wanted = next + free();
        int gain = wanted - edge;
        // RFC 9293 section 3.8.6.2.2: the edge moves by a segment or half the buffer, or not at all. RFC 7323 section
        // 2.4: rounding
        // must not take it back.
        if (gain >= Math.min(buffer / 2, segmentSize)) {
            int field = Math.min(65535, wanted - next >> usedShift);
            edge = Sequence.max(edge, next + (field << usedShift));
        }
        return windowField();
    }

    private int free() {
        int granted = Math.max(MINIMUM_BUFFER - queue.size(), stack.chunks.share());
        return Math.max(0, Math.min(buffer - queue.size(), granted));
    }

    /** Takes in the data of a segment that lies within the window; true if something has become readable. */
    boolean take(TcpSegment segment) {
        segmentSize = Math.max(segmentSize, Math.min(segment.length, connection.route.through.link.mtu()));
        if (shut) {
            return discard(segment);
        }
        int offset = segment.sequence - next;
        if (!queue.place(queue.size() + offset, segment.buffer, segment.data, segment.length)) {
            // Out of memory: as if it had been lost on the way.
            if (outOfOrder == null) {
                queue.trim();
            }
            return false;
        }
        if (offset > 0) {
            takeOutOfOrder(segment);
            return false;
        }
        int advance = segment.length;
        Ranges holes = outOfOrder;
        if (holes != null) {
            int reached = holes.firstOutside(next + advance);
            advance = reached - next;
            holes.removeBefore(reached);
            if (holes.isEmpty()) {
                outOfOrder = null;
            }
            // RFC 5681 section 4.2: a segment that fills a hole is acknowledged at once.
            acknowledgeNow = true;
        }
        queue.extend(advance);
        next += advance;
        arrivedInOrder(advance);
        return true;
    }

    private boolean discard(TcpSegment segment) {
        if (segment.sequence != next) {
            acknowledgeNow = true;
            return false;
        }
        next += segment.length;
        arrivedInOrder(segment.length);
        return false;
    }

    private void takeOutOfOrder(TcpSegment segment) {
        Ranges holes = outOfOrder;
        if (holes == null) {
            holes = new Ranges(MAXIMUM_HOLES);
            outOfOrder = holes;
        }
        holes.add(segment.sequence, segment.sequence + segment.length);
        lastOutOfOrder = segment.sequence;
    }

    private void arrivedInOrder(int bytes) {
        unacknowledged += bytes;
        if (unacknowledged >= 2 * segmentSize) {
            acknowledgeNow = true;
        } else if (!acknowledgeNow && !delayed.isScheduled()) {
            stack.timers.schedule(delayed, stack.nanoTime() + DELAYED_ACKNOWLEDGEMENT);
        }
    }

    private void delayOver() {
        acknowledgeNow = true;
        connection.tcp.makePending(connection);
    }

    /** Takes in a FIN at {@code sequence}; true once all data before it is here. */
    boolean takeFin(int sequence) {
        if (!finished) {
            finKnown = true;
            finSequence = sequence;
        }
        return reachesFin();
    }

    /** Whether the known FIN is next; takes it in then. */
    boolean reachesFin() {
        if (finKnown && next == finSequence && !finished) {
            finished = true;
            next++;
            acknowledgeNow = true;
            return true;
        }
        return false;
    }

    /** Any segment carries the acknowledgement. */
    void acknowledgementSent() {
        acknowledgeNow = false;
        unacknowledged = 0;
        lastAcknowledged = next;
        stack.timers.cancel(delayed);
    }

    /** RFC 7323 section 4.3: remembers the timestamp to echo. */
    void noteTimestamp(TcpSegment segment) {
        if (segment.hasTimestamps
                && Sequence.notAfter(segment.sequence, lastAcknowledged)
                && Sequence.notBefore(segment.timestampValue, timestampRecent)) {
            timestampRecent = segment.timestampValue;
            timestampRecentAge = stack.nanoTime();
        }
    }

    /** The application has taken bytes out: grows the buffer if it keeps up, and tells the peer if that opens the window. */
    void read(int bytes) {
        tuneBuffer(bytes);
        if (finished) {
            return;
        }
        int gain = next + free() - edge;
        int useful = Math.min(buffer / 2, segmentSize);
        if (gain >= Math.max(useful, Math.min(buffer / 4, Math.max(2 * segmentSize, window())))) {
            acknowledgeNow = true;
            connection.tcp.makePending(connection);
        }
    }

    /** Twice what was read in a round trip is what the next one can bring while the window must still not close. */
    private void tuneBuffer(int bytes) {
        if (fixed || buffer >= bufferLimit) {
            return;
        }
        long now = stack.nanoTime();
        long roundTrip = connection.sender.roundTrip();
        measureBytes += bytes;
        long elapsed = now - measureStart;
        if (elapsed > (roundTrip < 0 ? DEFAULT_ROUND_TRIP : Math.max(SHORTEST_ROUND_TRIP, roundTrip))) {
            measureStart = now;
            measureBytes = bytes;
        }
        if (measureBytes >= buffer / 2 && buffer < stack.chunks.share()) {
            buffer = (int) Math.min(bufferLimit, 2L * buffer);
            measureStart = now;
            measureBytes = 0;
        }
    }

    /** Largest buffer so far. */
    int buffer() {
        return buffer;
    }

    void setBuffer(int bytes) {
        buffer = Math.min(bytes, 65535 << shift);
    }

    /** How many SACK blocks a segment with {@code room} bytes to spare can carry, at most {@code most}. */
    int sackBlockCount(int most, int room) {
        Ranges holes = outOfOrder;
        if (holes == null || !connection.sack || room < 4 + 8) {
            return 0;
        }
        return Math.min(Math.min(most, (room - 4) / 8), holes.count());
    }

    void putSackBlocks(ByteBuffer target, int index, int blocks) {
        Ranges holes = outOfOrder;
        if (holes == null) {
            return;
        }
        int recent = Math.max(0, holes.indexOf(lastOutOfOrder));
        int at = index;
        int count = blocks;
        for (int i = -1; count > 0; i++) {
            int block = i < 0 ? recent : i;
            if (i >= 0 && i == recent) {
                continue;
            }
            target.putInt(at, holes.start(block));
            target.putInt(at + 4, holes.end(block));
            at += 8;
            count--;
        }
    }

    /** Whether segments are missing before others that are here. */
    boolean hasHoles() {
        return outOfOrder != null;
    }

    /** Drops what has not been read; what comes is dropped too. */
    void shut() {
        shut = true;
        outOfOrder = null;
        queue.clear();
    }

    /** The connection is over: what came in order can still be read. */
    void stop() {
        stack.timers.cancel(delayed);
        outOfOrder = null;
        acknowledgeNow = false;
        queue.trim();
    }
}
