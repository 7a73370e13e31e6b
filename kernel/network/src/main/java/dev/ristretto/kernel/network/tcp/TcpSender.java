package dev.ristretto.kernel.network.tcp;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.kernel.network.buffer.ByteQueue;
import dev.ristretto.kernel.network.buffer.ChunkPool;
import dev.ristretto.kernel.network.buffer.Sequence;
import dev.ristretto.kernel.network.ip.Route;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.tcp.congestion.Cubic;
import dev.ristretto.kernel.network.tcp.congestion.RttEstimator;
import dev.ristretto.kernel.network.tcp.format.TcpFormat;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.nio.ByteBuffer;

/**
 * The sending half of a connection: what may be sent when. New data within the windows, without silly ones (RFC 9293
 * section 3.8.6.2.1) and small ones (RFC 896); probes of a closed window; retransmission by {@link TcpRecovery}.
 */
final class TcpSender {
    private final TimerQueue timers;
    private final ChunkPool chunks;
    private final TcpLimits limits;
    private final NetworkCounters counters;
    private final TcpWriter writer;
    private final TcpConnection connection;
    private final ByteQueue queue;
    private final RttEstimator rtt = new RttEstimator();
    private final SendWindow window = new SendWindow();
    private final Cubic congestion;
    private final TcpRecovery recovery;
    private final RetransmissionTimer timer;

    /** ISS. */
    private final int initial;
    /** SND.UNA. */
    private int unacknowledged;
    /** SND.NXT. */
    private int next;
    /** After the last number ever sent; beyond {@link #next} only by the byte of a window probe. */
    private int maximum;
    /** Sequence number of the first byte of the queue. */
    private int queueStart;

    /** Bytes of data in a full segment. */
    private int mss = TcpFormat.DEFAULT_MSS;

    private boolean finQueued;
    /** The application has announced more data: a last small segment waits for it. */
    private boolean corked;

    /** End of the last small segment sent, for Nagle's rule. */
    private int smallEnd;

    private int limit;
    private boolean windowLimited;
    private long lastSent;

    TcpSender(TcpEnvironment environment, TcpConnection connection, TcpWriter writer, int initial) {
        timers = environment.timers();
        chunks = environment.chunks();
        limits = environment.limits();
        counters = environment.counters();
        this.writer = writer;
        this.connection = connection;
        this.initial = initial;
        queue = new ByteQueue(chunks);
        timer = new RetransmissionTimer(environment, connection, this, rtt);
        unacknowledged = initial;
        next = initial;
        maximum = initial;
        queueStart = initial + 1;
        smallEnd = initial;
        congestion = new Cubic(mss);
        recovery = new TcpRecovery(this, congestion, connection.options());
        limit = connection.settings().sendBuffer(limits);
    }

    // ---- the application's side

    /** Takes bytes into the queue; returns how many. */
    int write(ByteBuffer source, boolean more) {
        corked = more;
        int room = limit() - queue.size();
        return room <= 0 ? 0 : queue.append(source, room);
    }

    /** Whether a fair part of the buffer is free. */
    boolean isWritable() {
        return queue.size() <= limit() * 2L / 3;
    }

    /** Present size of the buffer: two congestion windows, so that it never stands in the way. */
    int limit() {
        if (connection.settings().sendBuffer == 0) {
            long wanted = 2L * Math.min(congestion.window(), Math.max(window.size(), mss));
            limit = (int) Math.clamp(wanted, limit, Math.max(limit, limits.maximumSendBuffer()));
        }
        return Math.min(limit, Math.max(2 * ChunkPool.CHUNK, queue.size() + chunks.share()));
    }

    void setLimit(int bytes) {
        limit = bytes;
    }

    /** Bytes that the peer has not acknowledged, sent or not. */
    int queued() {
        return queue.size();
    }

    /** The application has no more to send; false if it has said so before. */
    boolean finish() {
        boolean first = !finQueued;
        finQueued = true;
        corked = false;
        return first;
    }

    /** Whether the application has no more to send. */
    boolean isFinished() {
        return finQueued;
    }

    // ---- output

    /** Sends the SYN; starts its timer. */
    void sendSyn(Route route, boolean acknowledge) {
        if (writer.sendSyn(connection, route, acknowledge)) {
            if (next == initial) {
                synSent();
                rtt.begin(initial, timers.nanoTime());
            } else {
                rtt.abandon();
                counters.count(NetworkCounter.TCP_RETRANS_SEGS);
            }
            if (acknowledge) {
                connection.receiver().acknowledgementSent();
            }
        }
        timer.synSent();
    }

    /** Sends all that may be sent now. */
    void output(Route route) {
        windowLimited = false;
        if (next == unacknowledged && lastSent != 0 && unsent() > 0 && timers.nanoTime() - lastSent > rtt.timeout()) {
            congestion.restartAfterIdle();
        }
        boolean more = true;
        while (more) {
            more = recovery.isActive() && retransmit(route) || sendNew(route);
        }
        timer.sent();
    }

    /** Sends one lost segment if there is one and the windows allow it. */
    private boolean retransmit(Route route) {
        int from = recovery.nextLost();
        if (from == next) {
            return false;
        }
        int room = congestion.window() - recovery.pipe();
        if (room < mss && !recovery.mustSend()) {
            windowLimited = true;
            return false;
        }
        int end = Sequence.min(recovery.endOfHole(from), dataEnd());
        int length = Math.clamp(Math.min(end - from, Math.max(mss, room / mss * mss)), 0, largest(route));
        if (!transmit(route, from, length)) {
            return false;
        }
        // The link may cut it into several; a FIN alone is one, too.
        counters.add(NetworkCounter.TCP_RETRANS_SEGS, Math.max(1, (length + mss - 1) / mss));
        rtt.abandon();
        boolean fin = finQueued && from + length == dataEnd();
        recovery.retransmitted(from + length + (fin ? 1 : 0));
        return true;
    }

    /** Sends one new segment if there is one and the windows allow it. */
    private boolean sendNew(Route route) {
        int unsent = unsent();
        boolean fin = finQueued && next != dataEnd() + 1;
        if (unsent == 0 && !fin || unsent < 0) {
            return false;
        }
        int pipe = recovery.pipe();
        int room = pipe == 0 ? Math.max(mss, congestion.window()) : congestion.window() - pipe;
        int offered = unacknowledged + window.size() - next;
        int length = Math.max(0, Math.min(Math.min(unsent, offered), largest(route)));
        if (length < unsent && length > mss) {
            length -= length % mss;
        }
        if (unsent > 0 && (length == 0 || !mayBeSmall(length, unsent))) {
            return false;
        }
        if (length > room) {
            length = room - room % mss;
            if (length <= 0) {
                windowLimited = true;
                return false;
            }
        }
        return sendNew(route, length);
    }

    private boolean sendNew(Route route, int length) {
        int from = next;
        if (!transmit(route, from, length)) {
            return false;
        }
        long now = timers.nanoTime();
        boolean fin = finQueued && from + length == dataEnd();
        next = from + length + (fin ? 1 : 0);
        maximum = Sequence.max(maximum, next);
        if (length < mss && length > 0) {
            smallEnd = next;
        }
        rtt.begin(from, now);
        lastSent = now;
        return true;
    }

    /** Whether a segment of this length may go out, if it is not a full one: RFC 9293 section 3.8.6.2.1. */
    private boolean mayBeSmall(int length, int unsent) {
        if (length >= mss) {
            return true;
        }
        if (length < unsent) {
            // The window is too small for a full one: half of the largest ever seen is worth sending.
            return length >= window.maximum() / 2;
        }
        if (finQueued) {
            return true;
        }
        if (corked) {
            return false;
        }
        // Nagle's rule, as Minshall has it: only one small segment may be on its way.
        return connection.settings().noDelay || !Sequence.after(smallEnd, unacknowledged);
    }

    private boolean transmit(Route route, int from, int length) {
        int flags = TcpFormat.ACK;
        int end = from + length;
        if (end == dataEnd()) {
            if (length > 0) {
                flags |= TcpFormat.PSH;
            }
            if (finQueued) {
                flags |= TcpFormat.FIN;
            }
        }
        return writer.send(connection, route, from, flags, length, mss);
    }

    /** Bytes of data that one frame can take. */
    private int largest(Route route) {
        // The longest header has 60 bytes, and the IPv4 header 20.
        int most = route.through().segmentationLimit() - 80;
        return most <= mss ? mss : most - most % mss;
    }

    void copyData(int sequence, ByteBuffer target, int index, int length) {
        queue.copyTo(sequence - queueStart, target, index, length);
    }

    /** The number after the last byte of data, which is that of the FIN. */
    int dataEnd() {
        return queueStart + queue.size();
    }

    /** Bytes not sent yet; -1 if the FIN has been sent. */
    int unsent() {
        return dataEnd() - next;
    }

    /** Whether the FIN has been sent and acknowledged. */
    boolean isFinAcknowledged() {
        return finQueued && unacknowledged == dataEnd() + 1;
    }

    /** Numbers sent and not acknowledged. */
    int flight() {
        return next - unacknowledged;
    }

    // ---- acknowledgements

    /** The peer's SYN says what segments and windows may be. */
    void start(TcpSegment syn, int segmentSize) {
        setMss(segmentSize);
        window.start(syn, connection.options().windowScaling());
    }

    void setMss(int segmentSize) {
        mss = segmentSize;
        congestion.setMss(segmentSize);
    }

    /** The SYN is on its way; nobody waits for its acknowledgement. */
    void synSent() {
        next = initial + 1;
        maximum = next;
    }

    /** The SYN counts as acknowledged: the peer cannot have missed it. */
    void synTaken() {
        unacknowledged = initial + 1;
        rtt.abandon();
        rtt.synAcknowledged(timer.synAcknowledged());
        recovery.reset(next);
    }

    /** The SYN has been acknowledged. */
    void synAcknowledged(TcpSegment segment) {
        sample(segment);
        unacknowledged = initial + 1;
        rtt.synAcknowledged(timer.synAcknowledged());
        recovery.reset(next);
    }

    /** Takes in an acknowledgement that is neither old nor of something not sent; true if it was of something new. */
    boolean acknowledge(TcpSegment segment) {
        int acknowledgement = segment.acknowledgement;
        boolean wasClosed = window.size() == 0;
        boolean windowChanged = window.update(segment);
        if (wasClosed && windowChanged) {
            timer.windowOpened();
        }
        if (connection.options().sack() && segment.sackBlocks > 0) {
            recovery.takeBlocks(segment);
        }
        int flight = flight();
        if (!Sequence.after(acknowledgement, unacknowledged)) {
            boolean duplicate = acknowledgement == unacknowledged
                    && flight > 0
                    && segment.sequenceLength() == 0
                    && (!windowChanged || segment.sackBlocks > 0);
            if (duplicate) {
                recovery.duplicate(flight);
            }
            if (window.size() == 0 && !connection.isOrphan()) {
                timer.peerLives();
            }
            return false;
        }
        int bytes = acknowledgement - unacknowledged;
        sample(segment);
        boolean wasLimited = windowLimited || congestion.inSlowStart() && 2 * flight >= congestion.window();
        unacknowledged = acknowledgement;
        next = Sequence.max(next, acknowledgement);
        int drop = Math.min(acknowledgement - queueStart, queue.size());
        if (drop > 0) {
            queue.drop(drop);
            queueStart += drop;
            queue.trim();
        }
        if (recovery.advanced(bytes) && wasLimited) {
            congestion.acknowledged(bytes, timers.nanoTime(), rtt.smoothed());
        }
        rtt.endBackOff();
        timer.progress();
        return true;
    }

    private void sample(TcpSegment segment) {
        if (rtt.isTiming()) {
            rtt.acknowledged(segment.acknowledgement, timers.nanoTime());
        } else {
            sampleTimestamp(segment);
        }
    }

    /**
     * After a retransmission only the echoed timestamp tells which copy was acknowledged (Karn's problem; RFC 7323
     * section 4).
     */
    private void sampleTimestamp(TcpSegment segment) {
        if (connection.options().timestamps() && segment.hasTimestamps && segment.timestampEcho != 0) {
            int elapsed = connection.timestamp() - segment.timestampEcho;
            if (elapsed >= 0 && elapsed < 120_000) {
                rtt.sample(elapsed * 1_000_000L);
            }
        }
    }

    /** Smoothed round-trip time in nanoseconds, -1 if unknown. */
    long roundTrip() {
        return rtt.smoothed();
    }

    // ---- silence of the peer

    /** The retransmission timer has expired, for the {@code times}-th time in turn. */
    void timedOut(int times) {
        recovery.timedOut(times);
    }

    /**
     * The window is closed, or too small to be worth using: asks again, a byte beyond it (RFC 9293 section 3.8.6.1).
     */
    void probeWindow(Route route) {
        corked = false;
        if (window.size() == 0) {
            if (writer.send(connection, route, next, TcpFormat.ACK, 1, mss)) {
                maximum = Sequence.max(maximum, next + 1);
            }
        } else {
            sendNew(route, Math.min(Math.min(unsent(), window.size()), mss));
        }
    }

    /** Asks the peer for a sign of life: an old number without data (RFC 9293 section 3.8.4). */
    void probeKeepAlive(Route route) {
        writer.send(connection, route, unacknowledged - 1, TcpFormat.ACK, 0, mss);
    }

    /** The path carries less than thought: sends again what was too long, if data could be on its way. */
    void shrinkSegments(int segmentSize, boolean established) {
        if (segmentSize < mss) {
            setMss(segmentSize);
            if (established) {
                recovery.resend();
                connection.makePending();
            }
        }
    }

    /** The connection is over. */
    void stop() {
        timer.stop();
        queue.clear();
    }

    // ---- state

    /** Whether the peer has acknowledged data. */
    boolean hasDelivered() {
        return Sequence.after(unacknowledged, initial + 1);
    }

    /** The number of the SYN. */
    int initial() {
        return initial;
    }

    /** The first number that is not acknowledged. */
    int unacknowledged() {
        return unacknowledged;
    }

    /** The next new number to be sent. */
    int next() {
        return next;
    }

    /** Bytes of data in a full segment. */
    int mss() {
        return mss;
    }

    /** Whether a number has been sent and not been acknowledged. */
    boolean isOnItsWay(int sequence) {
        return Sequence.notBefore(sequence, unacknowledged) && Sequence.before(sequence, maximum);
    }

    /** Whether an acknowledgement is of something that has not been sent. */
    boolean isBeyondSent(int acknowledgement) {
        return Sequence.after(acknowledgement, maximum);
    }

    /** Whether an acknowledgement is of something sent and new. */
    boolean isNew(int acknowledgement) {
        return Sequence.after(acknowledgement, unacknowledged) && !isBeyondSent(acknowledgement);
    }

    /** Whether an acknowledgement is older than any that can still be under way (RFC 5961 section 5). */
    boolean isStale(int acknowledgement) {
        int oldest = unacknowledged - Math.max(window.maximum(), TcpFormat.MAXIMUM_WINDOW_FIELD);
        return Sequence.before(acknowledgement, oldest);
    }

    /** Whether there is something to be sent, or to be sent again. */
    boolean hasWork() {
        return unsent() != 0 || recovery.isActive();
    }
}
