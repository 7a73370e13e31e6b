package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.buffer.Sequence;
import dev.ristretto.kernel.network.tcp.format.TcpFormat;
import org.jspecify.annotations.Nullable;

/** What remains of a connection in TIME-WAIT (RFC 9293 section 3.10.7.4, RFC 1337, RFC 6191). */
final class TimeWait extends TcpFlow {
    private final Tcp tcp;
    private final int sendNext;
    private final int receiveNext;
    private final boolean timestamps;
    private final int timestampOffset;
    private int timestampRecent;
    private final int window;
    long expires;

    @Nullable
    TimeWait older;

    @Nullable
    TimeWait newer;

    TimeWait(Tcp tcp, TcpConnection connection) {
        super(connection.key());
        this.tcp = tcp;
        sendNext = connection.sender().next();
        receiveNext = connection.receiver().next();
        timestamps = connection.options().timestamps();
        timestampOffset = connection.timestampOffset();
        timestampRecent = connection.receiver().timestampRecent();
        window = connection.receiver().windowField();
    }

    @Override
    void arrived(TcpSegment segment) {
        if (segment.has(TcpFormat.RST)) {
            // RFC 1337: a stray reset must not end the wait.
            return;
        }
        boolean syn = segment.has(TcpFormat.SYN) && !segment.has(TcpFormat.ACK);
        if (syn && isNewer(segment)) {
            tcp.timeWaitQueue().remove(this);
            tcp.synArrived(segment, nextInitial());
            return;
        }
        boolean old = timestamps && segment.hasTimestamps && Sequence.before(segment.timestampValue, timestampRecent);
        if (segment.has(TcpFormat.FIN) && !old) {
            tcp.timeWaitQueue().restart(this);
        }
        if (segment.sequenceLength() > 0 || segment.sequence != receiveNext) {
            int now = timestamps ? tcp.timestamp(timestampOffset) : 0;
            tcp.writer()
                    .sendBare(segment, sendNext, receiveNext, TcpFormat.ACK, window, timestamps, now, timestampRecent);
        }
    }

    /** Whether the numbers of a new connection between the same ends can be told from the old ones (RFC 6191). */
    boolean canBeFollowed() {
        return timestamps;
    }

    /** The initial number of a connection that follows at once. */
    int nextInitial() {
        return sendNext + 65537;
    }

    /**
     * RFC 6191 section 2: a new connection may follow at once if its timestamp or its sequence number is beyond the old
     * ones.
     */
    private boolean isNewer(TcpSegment segment) {
        if (timestamps && segment.hasTimestamps) {
            return Sequence.after(segment.timestampValue, timestampRecent)
                    || segment.timestampValue == timestampRecent && Sequence.after(segment.sequence, receiveNext);
        }
        return Sequence.after(segment.sequence, receiveNext);
    }
}
