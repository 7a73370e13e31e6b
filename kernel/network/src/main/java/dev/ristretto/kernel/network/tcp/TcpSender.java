package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.buffer.ByteQueue;
import dev.ristretto.kernel.network.buffer.ChunkPool;
import dev.ristretto.kernel.network.buffer.Sequence;
import dev.ristretto.kernel.network.ip.IpLayer;
import dev.ristretto.kernel.network.ip.Route;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.nio.ByteBuffer;

/**
 * The sending half of a connection: what may be sent when. New data within the windows, without silly ones (RFC 9293 section 3.8.6.2.1) and
 * small ones (RFC 896); probes of a closed window; retransmission by {@link TcpRecovery}.
 */
final class TcpSender {
    /** Probes and orphans' retransmissions after which a silent peer is given up. */
    private static final int MAXIMUM_RETRIES = 15;

    private static final int MAXIMUM_ORPHAN_RETRIES = 8;
    private static final int MAXIMUM_SYN_RETRIES = 6;
    private static final int MAXIMUM_SYN_ACK_RETRIES = 5;
    private static final long MAXIMUM_PERSIST = 60_000_000_000L;

    private final IpLayer ip;
    private final TimerQueue timers;
    private final ChunkPool chunks;
    private final TcpLimits limits;
    private final TcpWriter writer;
    private final TcpConnection connection;
    final ByteQueue queue;
    final RttEstimator rtt = new RttEstimator();
    final Cubic congestion;
    final TcpRecovery recovery;
    private final Timer timer;

    /** ISS. */
    final int initial;
    /** SND.UNA. */
    int unacknowledged;
    /** SND.NXT. */
    int next;
    /** After the last number ever sent; beyond {@link #next} only by the byte of a window probe. */
    int maximum;
    /** Sequence number of the first byte of the queue. */
    private int queueStart;

    /** SND.WND in bytes. */
    int window;

    private int windowSequence;
    private int windowAcknowledgement;
    int maximumWindow;
    /** Shift of the peer's window field. */
    int shift;

    /** Bytes of data in a full segment. */
    int mss = TcpFormat.DEFAULT_MSS;

    boolean finQueued;
    /** The application has announced more data: a last small segment waits for it. */
    boolean corked;

    /** End of the last small segment sent, for Nagle's rule. */
    private int smallEnd;

    private int limit;
    private boolean windowLimited;
    private long lastSent;
    private int retries;
    private boolean timing;
    private int timedSequence;
    private long timedAt;
    private int persistShift;

    TcpSender(TcpEnvironment environment, TcpConnection connection, int initial) {
        ip = environment.ip();
        timers = environment.timers();
        chunks = environment.chunks();
        limits = environment.limits();
        writer = connection.tcp.writer;
        this.connection = connection;
        this.initial = initial;
        queue = new ByteQueue(chunks);
        timer = timers.newTimer(this::timedOut);
        unacknowledged = initial;
        next = initial;
        maximum = initial;
        queueStart = initial + 1;
        smallEnd = initial;
        congestion = new Cubic(mss);
        recovery = new TcpRecovery(this, connection);
        limit = connection.settings.sendBuffer(limits);
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
        if (connection.settings.sendBuffer == 0) {
            long wanted = 2L * Math.min(congestion.window(), Math.max(window, mss));
            limit = (int) Math.clamp(wanted, limit, Math.max(limit, limits.maximumSendBuffer()));
        }
        return Math.min(limit, Math.max(2 * ChunkPool.CHUNK, queue.size() + chunks.share()));
    }

    void setLimit(int bytes) {
        limit = bytes;
    }

    // ---- output

    /** Sends the SYN; starts its timer. */
    void sendSyn(Route route, boolean acknowledge) {
        if (writer.sendSyn(connection, route, acknowledge)) {
            if (next == initial) {
                next = initial + 1;
                maximum = next;
                timing = true;
                timedSequence = initial;
                timedAt = timers.nanoTime();
            } else {
                timing = false;
            }
            if (acknowledge) {
                connection.receiver.acknowledgementSent();
            }
        }
        if (!timer.isScheduled()) {
            timer.schedule(timers.nanoTime() + rtt.timeout());
        }
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
        armTimer();
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
        timing = false;
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
        int offered = unacknowledged + window - next;
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
        if (!timing) {
            timing = true;
            timedSequence = from;
            timedAt = now;
        }
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
            return length >= maximumWindow / 2;
        }
        if (finQueued) {
            return true;
        }
        if (corked) {
            return false;
        }
        // Nagle's rule, as Minshall has it: only one small segment may be on its way.
        return connection.settings.noDelay || !Sequence.after(smallEnd, unacknowledged);
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
        window = syn.window;
        maximumWindow = Math.max(maximumWindow, window);
        windowSequence = syn.sequence;
        windowAcknowledgement = syn.acknowledgement;
    }

    void setMss(int segmentSize) {
        mss = segmentSize;
        congestion.setMss(segmentSize);
    }

    /** The SYN has been acknowledged. */
    void synAcknowledged(TcpSegment segment) {
        if (timing) {
            rtt.sample(timers.nanoTime() - timedAt);
            timing = false;
        } else {
            sampleTimestamp(segment);
        }
        unacknowledged = initial + 1;
        rtt.synAcknowledged(retries > 0);
        retries = 0;
        timer.cancel();
        recovery.reset(next);
    }

    /** Takes in an acknowledgement that is neither old nor of something not sent; true if it was of something new. */
    boolean acknowledge(TcpSegment segment) {
        int acknowledgement = segment.acknowledgement;
        boolean windowChanged = updateWindow(segment);
        if (connection.sack && segment.sackBlocks > 0) {
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
            if (window == 0 && !connection.isOrphan()) {
                // The peer lives, it only has no room: RFC 9293 section 3.8.6.1 wants patience.
                retries = 0;
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
        retries = 0;
        persistShift = 0;
        rtt.endBackOff();
        timer.cancel();
        return true;
    }

    private boolean updateWindow(TcpSegment segment) {
        if (Sequence.before(windowSequence, segment.sequence)
                || windowSequence == segment.sequence
                        && Sequence.notAfter(windowAcknowledgement, segment.acknowledgement)) {
            int offered = segment.window << shift;
            boolean changed = offered != window;
            if (window == 0 && offered > 0) {
                persistShift = 0;
            }
            window = offered;
            maximumWindow = Math.max(maximumWindow, offered);
            windowSequence = segment.sequence;
            windowAcknowledgement = segment.acknowledgement;
            return changed;
        }
        return false;
    }

    private void sample(TcpSegment segment) {
        if (timing && Sequence.after(segment.acknowledgement, timedSequence)) {
            timing = false;
            rtt.sample(timers.nanoTime() - timedAt);
        } else if (!timing) {
            sampleTimestamp(segment);
        }
    }

    /** After a retransmission only the echoed timestamp tells which copy was acknowledged (Karn's problem; RFC 7323 section 4). */
    private void sampleTimestamp(TcpSegment segment) {
        if (connection.timestamps && segment.hasTimestamps && segment.timestampEcho != 0) {
            int elapsed = connection.tcp.timestamp(connection.timestampOffset) - segment.timestampEcho;
            if (elapsed >= 0 && elapsed < 120_000) {
                rtt.sample(elapsed * 1_000_000L);
            }
        }
    }

    /** Smoothed round-trip time in nanoseconds, -1 if unknown. */
    long roundTrip() {
        return rtt.smoothed();
    }

    // ---- timer: one for retransmission and window probes, which exclude each other

    private void armTimer() {
        long timeout;
        if (next != unacknowledged) {
            timeout = rtt.timeout();
        } else if (unsent() > 0) {
            timeout = Math.min(MAXIMUM_PERSIST, rtt.timeout() << Math.min(10, persistShift));
        } else {
            timer.cancel();
            return;
        }
        if (!timer.isScheduled()) {
            timer.schedule(timers.nanoTime() + timeout);
        }
    }

    private void timedOut() {
        if (connection.awaitsSpace()) {
            // Nothing was lost: it has not been sent.
            timer.schedule(timers.nanoTime() + rtt.timeout());
            return;
        }
        switch (connection.state) {
            case SYN_SENT, SYN_RECEIVED -> synTimedOut();
            case CLOSED, LISTEN, TIME_WAIT -> {}
            default -> {
                if (next != unacknowledged) {
                    dataTimedOut();
                } else {
                    probe();
                }
            }
        }
    }

    private void synTimedOut() {
        boolean passive = connection.state == TcpState.SYN_RECEIVED;
        if (++retries > (passive ? MAXIMUM_SYN_ACK_RETRIES : MAXIMUM_SYN_RETRIES)) {
            connection.fail(connection.lastError(NetworkError.TIMED_OUT));
            return;
        }
        rtt.backOff();
        ip.doubt(connection.route);
        Route route = writer.route(connection);
        if (route == null) {
            connection.fail(NetworkError.NETWORK_UNREACHABLE);
            return;
        }
        sendSyn(route, passive);
    }

    private void dataTimedOut() {
        if (++retries > (connection.isOrphan() ? MAXIMUM_ORPHAN_RETRIES : MAXIMUM_RETRIES)) {
            connection.fail(connection.lastError(NetworkError.TIMED_OUT));
            return;
        }
        if (retries > 1) {
            ip.doubt(connection.route);
        }
        recovery.timedOut(retries);
        rtt.backOff();
        timing = false;
        Route route = writer.route(connection);
        if (route == null) {
            connection.fail(NetworkError.NETWORK_UNREACHABLE);
            return;
        }
        output(route);
    }

    /** The window is closed, or too small to be worth using: asks again, a byte beyond it (RFC 9293 section 3.8.6.1). */
    private void probe() {
        if (unsent() <= 0) {
            return;
        }
        if (++retries > (connection.isOrphan() ? MAXIMUM_ORPHAN_RETRIES : MAXIMUM_RETRIES)) {
            connection.fail(connection.lastError(NetworkError.TIMED_OUT));
            return;
        }
        persistShift++;
        Route route = writer.route(connection);
        if (route == null) {
            connection.fail(NetworkError.NETWORK_UNREACHABLE);
            return;
        }
        corked = false;
        if (window == 0) {
            if (writer.send(connection, route, next, TcpFormat.ACK, 1, mss)) {
                maximum = Sequence.max(maximum, next + 1);
            }
        } else {
            sendNew(route, Math.min(Math.min(unsent(), window), mss));
        }
        output(route);
    }

    /** Asks the peer for a sign of life: an old number without data (RFC 9293 section 3.8.4). */
    void probeKeepAlive(Route route) {
        writer.send(connection, route, unacknowledged - 1, TcpFormat.ACK, 0, mss);
    }

    /** The path's MTU is smaller than thought: sends again what was too long. */
    void resend() {
        recovery.resend();
        connection.tcp.makePending(connection);
    }

    /** The connection is over. */
    void stop() {
        timer.cancel();
        queue.clear();
    }
}
