package dev.ristretto.kernel.network.tcp;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.kernel.network.buffer.ByteQueue;
import dev.ristretto.kernel.network.buffer.Ranges;
import dev.ristretto.kernel.network.buffer.Sequence;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.tcp.format.TcpFormat;
import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a connection: what has arrived in order and out of order, the window that is offered, and when
 * to acknowledge.
 */
final class TcpReceiver {
    private static final int MAXIMUM_HOLES = 32;
    private static final long TIMESTAMP_LIFETIME = 24L * 24 * 3600 * 1_000_000_000L;
    private static final long DELAYED_ACKNOWLEDGEMENT = 40_000_000L;
    /** Where segments are huge, each is acknowledged. */
    private static final int MOST_UNACKNOWLEDGED = 32 << 10;

    private final TimerQueue timers;
    private final TcpConnection connection;
    private final NetworkCounters counters;
    private final ByteQueue queue;
    private final ReceiveWindow window;
    private final Timer delayed;
    private @Nullable Ranges outOfOrder;
    /** Start of the last segment that came out of order: its block is reported first (RFC 2018 section 4). */
    private int lastOutOfOrder;

    /** RCV.NXT. */
    private int next;

    private int timestampRecent;
    private long timestampRecentAge;
    private int lastAcknowledged;
    private int unacknowledged;
    /** Largest segment seen, to tell full ones (RFC 9293 section 3.8.6.3). */
    private int segmentSize = TcpFormat.DEFAULT_MSS;

    private boolean acknowledgeNow;
    /** The same, as soon as the window can be told. */
    private boolean acknowledgeSoon;
    /** A FIN is known but data before it is missing. */
    private boolean finKnown;

    private int finSequence;
    /** The peer's FIN has been taken in. */
    private boolean finished;
    /** The application wants no more. */
    private boolean shut;

    TcpReceiver(TcpEnvironment environment, TcpConnection connection) {
        timers = environment.timers();
        this.connection = connection;
        counters = environment.counters();
        queue = new ByteQueue(environment.chunks());
        delayed = timers.newTimer(this::delayOver);
        window = new ReceiveWindow(environment, connection.settings(), connection.isProxied());
    }

    /** The peer's SYN has arrived; {@code scaled} tells whether both sides scale their windows. */
    void start(TcpSegment syn, boolean scaled) {
        next = syn.sequence + 1;
        window.start(next, scaled);
        lastAcknowledged = next;
        if (syn.hasTimestamps) {
            timestampRecent = syn.timestampValue;
            timestampRecentAge = timers.nanoTime();
        }
    }

    /** Chooses the window for a segment about to be sent and returns the field of its header. */
    int offerWindow() {
        return window.offer(next, queue.size(), segmentSize);
    }

    /** Takes in the data of a segment that lies within the window; true if something has become readable. */
    boolean take(TcpSegment segment) {
        if (segment.length > segmentSize) {
            // A link that joins segments hands over longer ones than the peer has sent.
            segmentSize = Math.max(segmentSize, Math.min(segment.length, connection.largestArriving()));
        }
        if (shut) {
            return discard(segment);
        }
        int offset = segment.sequence - next;
        if (!queue.place(queue.size() + offset, segment.buffer, segment.data, segment.length)) {
            // Out of memory: as if it had been lost on the way.
            counters.count(NetworkCounter.TCP_BUFFER_FULL);
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
        if (holes.add(segment.sequence, segment.sequence + segment.length) < 0) {
            counters.count(NetworkCounter.TCP_BUFFER_FULL);
        }
        lastOutOfOrder = segment.sequence;
    }

    private void arrivedInOrder(int bytes) {
        unacknowledged += bytes;
        acknowledgeSoon |= unacknowledged >= Math.min(2 * segmentSize, MOST_UNACKNOWLEDGED);
        if (!isAcknowledgementDue() && !delayed.isScheduled()) {
            delayed.schedule(timers.nanoTime() + DELAYED_ACKNOWLEDGEMENT);
        }
    }

    private void delayOver() {
        acknowledgeNow = true;
        connection.makePending();
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
        acknowledgeSoon = false;
        unacknowledged = 0;
        lastAcknowledged = next;
        delayed.cancel();
    }

    /** RFC 7323 section 4.3: remembers the timestamp to echo. */
    void noteTimestamp(TcpSegment segment) {
        if (segment.hasTimestamps
                && Sequence.notAfter(segment.sequence, lastAcknowledged)
                && Sequence.notBefore(segment.timestampValue, timestampRecent)) {
            timestampRecent = segment.timestampValue;
            timestampRecentAge = timers.nanoTime();
        }
    }

    /** RFC 7323 section 5.3: whether a timestamp is older than one seen, so that the segment is a late duplicate. */
    boolean isOld(TcpSegment segment) {
        return Sequence.before(segment.timestampValue, timestampRecent)
                && timers.nanoTime() - timestampRecentAge < TIMESTAMP_LIFETIME;
    }

    /** Bytes that can be read. */
    int readable() {
        return queue.size();
    }

    /** Copies bytes to {@code target}; they stay. Returns how many. */
    int peek(ByteBuffer target) {
        return queue.peek(target, Integer.MAX_VALUE);
    }

    /**
     * The application has taken bytes out: grows the buffer if it keeps up, and tells the peer if that opens the
     * window.
     */
    void drop(int bytes) {
        queue.drop(bytes);
        if (outOfOrder == null) {
            queue.trim();
        }
        window.grow(bytes, connection.sender().roundTrip());
        acknowledgeSoon |= !finished && window.opens(next, queue.size(), segmentSize);
        if (acknowledgeSoon && isAcknowledgementDue()) {
            connection.makePending();
        }
    }

    /** How many SACK blocks a segment with {@code room} bytes to spare can carry, at most {@code most}. */
    int sackBlockCount(int most, int room) {
        Ranges holes = outOfOrder;
        if (holes == null || !connection.options().sack() || room < 4 + 8) {
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

    /** Drops what has not been read; what comes is dropped too. */
    void shut() {
        shut = true;
        outOfOrder = null;
        queue.clear();
    }

    /** The connection is over: what came in order can still be read. */
    void stop() {
        delayed.cancel();
        outOfOrder = null;
        acknowledgeNow = false;
        acknowledgeSoon = false;
        queue.trim();
    }

    /** The next number expected. */
    int next() {
        return next;
    }

    /** Bytes that the peer may still send. */
    int windowLeft() {
        return window.left(next);
    }

    /** The window as a segment states it that offers nothing new. */
    int windowField() {
        return window.field(next);
    }

    /** The window of a SYN. */
    int initialWindow() {
        return window.initial();
    }

    /** Shift of the window that the SYN proposes. */
    int windowShift() {
        return window.proposedShift();
    }

    /** Size of the receive buffer in bytes. */
    int buffer() {
        return window.buffer();
    }

    void setBuffer(int bytes) {
        window.setBuffer(bytes);
    }

    /** The timestamp to echo. */
    int timestampRecent() {
        return timestampRecent;
    }

    /** Has the next segment sent at once, for what it acknowledges. */
    void demandAcknowledgement() {
        acknowledgeNow = true;
    }

    boolean isAcknowledgementDue() {
        return acknowledgeNow || acknowledgeSoon && window.isPresentable(next, queue.size());
    }

    /** Whether the peer's FIN has been taken in. */
    boolean isFinished() {
        return finished;
    }
}
