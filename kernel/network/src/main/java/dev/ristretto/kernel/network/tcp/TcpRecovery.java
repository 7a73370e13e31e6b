package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.buffer.Ranges;
import dev.ristretto.kernel.network.buffer.Sequence;
import dev.ristretto.kernel.network.tcp.congestion.Cubic;
import org.jspecify.annotations.Nullable;

/**
 * What of the sent data is lost, and how much is still on its way: fast retransmit and recovery with selective
 * acknowledgements (RFC 6675), without them (RFC 6582), and after a timeout (RFC 6298, RFC 5681).
 */
final class TcpRecovery {
    private static final int DUPLICATE_THRESHOLD = 3;
    private static final int MAXIMUM_RANGES = 64;

    private enum Mode {
        /** Nothing is known to be lost. */
        OPEN,
        /** Duplicates told of a loss; what is below {@link #lostEdge} is sent again. */
        FAST,
        /** The timer told of it: all that was on its way is taken for lost. */
        TIMEOUT
    }

    private final TcpSender sender;
    private final Cubic congestion;
    private final AgreedOptions options;
    private Mode mode = Mode.OPEN;
    private @Nullable Ranges sacked;
    /** SND.NXT when recovery began: it ends when that is acknowledged. */
    private int recoveryPoint;
    /** After the last number sent again. */
    private int resent;

    private int duplicates;
    private boolean mustSend;

    TcpRecovery(TcpSender sender, Cubic congestion, AgreedOptions options) {
        this.sender = sender;
        this.congestion = congestion;
        this.options = options;
    }

    void reset(int sequence) {
        recoveryPoint = sequence;
        resent = sequence;
    }

    boolean isActive() {
        return mode != Mode.OPEN;
    }

    /** Whether the next lost segment goes out whatever the window says: the first of a recovery. */
    boolean mustSend() {
        return mustSend;
    }

    /** Numbers taken to be on their way (RFC 6675 section 4, SetPipe). */
    int pipe() {
        int first = sender.unacknowledged();
        int flight = sender.flight();
        Ranges ranges = sacked;
        int arrived = ranges == null
                ? Math.min(duplicates * sender.mss(), Math.max(0, flight - sender.mss()))
                : ranges.covered();
        if (mode == Mode.OPEN) {
            return flight - arrived;
        }
        int lostEdge = lostEdge();
        int lost = lostEdge - first;
        int again = resent - first;
        if (ranges != null) {
            lost -= ranges.coveredIn(first, lostEdge);
            again -= ranges.coveredIn(first, resent);
        }
        return Math.max(0, flight - arrived - lost + Math.max(0, again));
    }

    /**
     * Everything before this number that is not selectively acknowledged is taken for lost (RFC 6675 section 4,
     * IsLost).
     */
    private int lostEdge() {
        int first = sender.unacknowledged();
        if (mode == Mode.TIMEOUT) {
            return Sequence.max(first, Sequence.min(recoveryPoint, sender.next()));
        }
        int edge = Sequence.min(first + sender.mss(), sender.next());
        Ranges ranges = sacked;
        if (ranges != null) {
            int count = 0;
            int bytes = 0;
            for (int i = ranges.count() - 1; i >= 0; i--) {
                count++;
                bytes += ranges.end(i) - ranges.start(i);
                if (count >= DUPLICATE_THRESHOLD || bytes > (DUPLICATE_THRESHOLD - 1) * sender.mss()) {
                    return Sequence.max(edge, ranges.start(i));
                }
            }
        }
        return edge;
    }

    /** The first lost number that has not been sent again, or SND.NXT if there is none. */
    int nextLost() {
        int from = Sequence.max(resent, sender.unacknowledged());
        Ranges ranges = sacked;
        if (ranges != null) {
            from = ranges.firstOutside(from);
        }
        if (Sequence.before(from, lostEdge())) {
            return from;
        }
        // RFC 6675 section 4, NextSeg rule 3: with nothing new to send, what is below a received block is worth sending
        // again.
        boolean below = ranges != null && !ranges.isEmpty() && Sequence.before(from, ranges.start(ranges.count() - 1));
        return below && mode == Mode.FAST && sender.unsent() <= 0 ? from : sender.next();
    }

    /** The end of the run of missing numbers that begins at {@code from}. */
    int endOfHole(int from) {
        int end = mode == Mode.TIMEOUT ? lostEdge() : Sequence.max(lostEdge(), from + 1);
        Ranges ranges = sacked;
        if (ranges == null) {
            return end;
        }
        int following = ranges.nextStart(from, sender.next());
        return Sequence.before(lostEdge(), from + 1) ? following : Sequence.min(end, following);
    }

    /** Lost numbers before {@code end} have been sent again. */
    void retransmitted(int end) {
        resent = Sequence.max(resent, end);
        mustSend = false;
    }

    /** Takes in the SACK blocks of a segment; what is not credible is ignored. */
    void takeBlocks(TcpSegment segment) {
        int first = Sequence.max(sender.unacknowledged(), segment.acknowledgement);
        for (int i = 0; i < segment.sackBlocks; i++) {
            int start = segment.sackStart[i];
            int end = segment.sackEnd[i];
            if (Sequence.after(start, first) && Sequence.before(start, end) && Sequence.notAfter(end, sender.next())) {
                Ranges ranges = sacked;
                if (ranges == null) {
                    ranges = new Ranges(MAXIMUM_RANGES);
                    sacked = ranges;
                }
                ranges.add(start, end);
            }
        }
    }

    /** An acknowledgement of nothing new while data is on its way. */
    void duplicate(int flight) {
        duplicates++;
        if (mode != Mode.OPEN) {
            return;
        }
        boolean enough = duplicates >= DUPLICATE_THRESHOLD || Sequence.after(lostEdgeBySack(), sender.unacknowledged());
        if (enough) {
            mode = Mode.FAST;
            recoveryPoint = sender.next();
            resent = sender.unacknowledged();
            mustSend = true;
            congestion.lost(flight);
        }
    }

    private int lostEdgeBySack() {
        Ranges ranges = sacked;
        if (ranges == null || ranges.covered() <= (DUPLICATE_THRESHOLD - 1) * sender.mss()) {
            return sender.unacknowledged();
        }
        return lostEdge();
    }

    /** SND.UNA has advanced by {@code bytes}; returns whether the congestion window may grow. */
    boolean advanced(int bytes) {
        int first = sender.unacknowledged();
        Ranges ranges = sacked;
        if (ranges != null) {
            ranges.removeBefore(first);
            if (ranges.isEmpty()) {
                sacked = null;
            }
        }
        resent = Sequence.max(resent, first);
        if (mode == Mode.OPEN) {
            duplicates = 0;
            return true;
        }
        if (Sequence.notBefore(first, recoveryPoint)) {
            if (mode == Mode.FAST) {
                congestion.recovered(sender.flight());
            }
            mode = Mode.OPEN;
            duplicates = 0;
            mustSend = false;
            return false;
        }
        if (mode == Mode.FAST) {
            // A partial acknowledgement: the segment after it is lost too (RFC 6582 section 3.2).
            duplicates = Math.max(0, duplicates - Math.max(0, bytes / sender.mss() - 1));
            mustSend = resent == first && !options.sack();
            return false;
        }
        duplicates = 0;
        return true;
    }

    /** The retransmission timer has expired, for the {@code times}-th time in turn. */
    void timedOut(int times) {
        Ranges ranges = sacked;
        if (ranges != null && (times > 1 || ranges.indexOf(sender.unacknowledged()) >= 0)) {
            // The peer may drop what it has selectively acknowledged (RFC 2018 section 8).
            sacked = null;
        }
        congestion.timedOut(sender.flight(), times == 1);
        startOver();
    }

    /** Sends again all that is on its way, without blaming the network. */
    void resend() {
        startOver();
    }

    private void startOver() {
        mode = Mode.TIMEOUT;
        recoveryPoint = sender.next();
        resent = sender.unacknowledged();
        duplicates = 0;
        mustSend = true;
    }
}
