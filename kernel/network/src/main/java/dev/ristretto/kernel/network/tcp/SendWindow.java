package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.buffer.Sequence;

/**
 * The window that the peer offers: SND.WND with the numbers of the segment that brought it (RFC 9293 section 3.3.1).
 */
final class SendWindow {
    private int size;
    private int maximum;
    /** Shift of the peer's window field. */
    private int shift;

    private int sequence;
    private int acknowledgement;

    /**
     * The peer's SYN has arrived, whose window is never scaled; {@code scaled} tells whether both sides scale those
     * that follow.
     */
    void start(TcpSegment syn, boolean scaled) {
        shift = scaled ? syn.windowShift : 0;
        set(syn.window, syn);
    }

    /** Takes in the window of a segment unless it is older than the one known; true if the size has changed. */
    boolean update(TcpSegment segment) {
        boolean newer = Sequence.before(sequence, segment.sequence)
                || sequence == segment.sequence && Sequence.notAfter(acknowledgement, segment.acknowledgement);
        int before = size;
        if (newer) {
            set(segment.window << shift, segment);
        }
        return size != before;
    }

    private void set(int bytes, TcpSegment segment) {
        size = bytes;
        maximum = Math.max(maximum, bytes);
        sequence = segment.sequence;
        acknowledgement = segment.acknowledgement;
    }

    /** Bytes that the peer takes beyond what it has acknowledged. */
    int size() {
        return size;
    }

    /** The largest size so far. */
    int maximum() {
        return maximum;
    }
}
