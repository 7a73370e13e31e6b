package dev.ristretto.kernel.network.tcp;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.tcp.format.TcpFormat;

/** What the arrival of a segment means to a connection: RFC 9293 section 3.10.7, with RFC 7323 (PAWS) and RFC 5961. */
final class TcpInput {
    private final TcpWriter writer;
    private final NetworkCounters counters;

    TcpInput(TcpWriter writer, NetworkCounters counters) {
        this.writer = writer;
        this.counters = counters;
    }

    void arrived(TcpConnection connection, TcpSegment segment) {
        if (connection.state() == TcpState.SYN_SENT) {
            arrivedInSynSent(connection, segment);
        } else {
            arrivedSynchronised(connection, segment);
        }
    }

    /** Section 3.10.7.3. */
    private void arrivedInSynSent(TcpConnection connection, TcpSegment segment) {
        TcpSender sender = connection.sender();
        boolean acknowledges = segment.has(TcpFormat.ACK);
        if (acknowledges && segment.acknowledgement != sender.next()) {
            writer.sendReset(segment);
            return;
        }
        if (segment.has(TcpFormat.RST)) {
            if (acknowledges) {
                connection.fail(NetworkError.CONNECTION_REFUSED);
            }
            return;
        }
        if (!segment.has(TcpFormat.SYN)) {
            return;
        }
        connection.takeSyn(segment);
        if (acknowledges) {
            sender.synAcknowledged(segment);
            connection.receiver().demandAcknowledgement();
            connection.established();
        } else {
            connection.simultaneousOpen();
        }
        connection.makePending();
    }

    /** Section 3.10.7.4. */
    private void arrivedSynchronised(TcpConnection connection, TcpSegment segment) {
        if (!passesTimestampCheck(connection, segment) || !isAcceptable(connection, segment)) {
            return;
        }
        if (segment.has(TcpFormat.RST)) {
            reset(connection, segment);
            return;
        }
        TcpReceiver receiver = connection.receiver();
        receiver.noteTimestamp(segment);
        segment.trimFront(receiver.next());
        segment.trimBack(receiver.next() + receiver.windowLeft());
        if (segment.has(TcpFormat.SYN)) {
            // RFC 5961 section 4: asks the peer whether it means it.
            challenge(connection);
            return;
        }
        if (!segment.has(TcpFormat.ACK) || !acknowledged(connection, segment)) {
            return;
        }
        if (segment.length > 0 && !takeData(connection, segment)) {
            return;
        }
        takeFin(connection, segment);
        connection.heard();
        if (receiver.isAcknowledgementDue() || connection.sender().hasWork()) {
            connection.makePending();
        }
    }

    /** RFC 7323 section 5.3, and 3.2: without timestamps nothing is accepted once they have been agreed on. */
    private boolean passesTimestampCheck(TcpConnection connection, TcpSegment segment) {
        if (!connection.options().timestamps() || segment.has(TcpFormat.RST)) {
            return true;
        }
        if (!segment.hasTimestamps) {
            return false;
        }
        if (connection.receiver().isOld(segment)) {
            answer(connection, segment);
            return false;
        }
        return true;
    }

    /** The four cases of section 3.10.7.4, first check; also takes what an unacceptable segment still says. */
    private boolean isAcceptable(TcpConnection connection, TcpSegment segment) {
        TcpReceiver receiver = connection.receiver();
        int window = receiver.windowLeft();
        int length = segment.sequenceLength();
        int first = segment.sequence - receiver.next();
        int last = first + length - 1;
        boolean acceptable;
        if (length == 0) {
            acceptable = window == 0 ? first == 0 : first >= 0 && first < window || first == 0;
        } else {
            acceptable = window > 0
                    && (first >= 0 && first < window || last >= 0 && last < window || first < 0 && last >= window);
        }
        if (acceptable) {
            return true;
        }
        boolean beyondClosedWindow = window == 0 && first == 0;
        if (segment.has(TcpFormat.RST)) {
            return beyondClosedWindow;
        }
        if (beyondClosedWindow && segment.has(TcpFormat.ACK) && !segment.has(TcpFormat.SYN)) {
            // With the window closed, acknowledgements and window updates must still be taken.
            receiver.noteTimestamp(segment);
            if (acknowledged(connection, segment)) {
                connection.heard();
                receiver.demandAcknowledgement();
                connection.makePending();
            }
            return false;
        }
        if (connection.state() == TcpState.SYN_RECEIVED && segment.has(TcpFormat.SYN) && first == -1) {
            // The peer has not got our answer, or both opened at once.
            if (segment.has(TcpFormat.ACK)) {
                acknowledged(connection, segment);
            } else {
                connection.answerSyn();
            }
            return false;
        }
        boolean recent = first < 0 && first >= -Math.max(TcpFormat.MAXIMUM_WINDOW_FIELD, receiver.buffer());
        boolean synchronised = connection.state() != TcpState.SYN_RECEIVED;
        boolean acknowledges = segment.has(TcpFormat.ACK) && !segment.has(TcpFormat.SYN);
        // Two ends may take in each other's window probes at once. Both then acknowledge from behind them, and would
        // never learn that the probe has arrived if only segments with the next number counted.
        if (recent && synchronised && acknowledges && !acknowledged(connection, segment)) {
            return false;
        }
        answer(connection, segment);
        return false;
    }

    private static void answer(TcpConnection connection, TcpSegment segment) {
        if (connection.mayAnswer(segment.length > 0)) {
            connection.receiver().demandAcknowledgement();
            connection.makePending();
        }
    }

    /** RFC 5961 section 7, with a limit of each connection's own: one for all would tell others of it. */
    private static void challenge(TcpConnection connection) {
        if (connection.mayAnswer(false)) {
            connection.receiver().demandAcknowledgement();
            connection.makePending();
        }
    }

    /** Second check, with RFC 5961 section 3: only a reset with the very next number counts at once. */
    private void reset(TcpConnection connection, TcpSegment segment) {
        if (segment.sequence != connection.receiver().next()) {
            challenge(connection);
            return;
        }
        switch (connection.state()) {
            case SYN_RECEIVED -> {
                if (connection.isPassive()) {
                    connection.vanish();
                } else {
                    connection.fail(NetworkError.CONNECTION_REFUSED);
                }
            }
            case CLOSE_WAIT -> connection.fail(NetworkError.BROKEN_PIPE);
            case CLOSING, LAST_ACK -> connection.vanish();
            default -> connection.fail(NetworkError.CONNECTION_RESET);
        }
    }

    /** Fifth check; false if the segment must go no further. */
    private boolean acknowledged(TcpConnection connection, TcpSegment segment) {
        TcpSender sender = connection.sender();
        int acknowledgement = segment.acknowledgement;
        if (connection.state() == TcpState.SYN_RECEIVED) {
            if (!sender.isNew(acknowledgement)) {
                writer.sendReset(segment);
                return false;
            }
            if (connection.isAcceptQueueFull()) {
                // Not complete until there is room: the peer's retransmissions or ours bring it up again.
                counters.count(NetworkCounter.TCP_ACCEPT_QUEUE_FULL);
                return false;
            }
            sender.synAcknowledged(segment);
            connection.established();
        }
        if (sender.isBeyondSent(acknowledgement)) {
            answer(connection, segment);
            return false;
        }
        if (sender.isStale(acknowledgement)) {
            challenge(connection);
            return false;
        }
        if (sender.acknowledge(segment)) {
            connection.sentDataAcknowledged();
        }
        return connection.state() != TcpState.CLOSED && connection.state() != TcpState.TIME_WAIT;
    }

    /** Seventh step; false if the connection is over. */
    private boolean takeData(TcpConnection connection, TcpSegment segment) {
        switch (connection.state()) {
            case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2 -> {
                if (connection.isOrphan()) {
                    // RFC 9293 section 3.6.1: nobody will read it, and the peer must know.
                    connection.abort();
                    return false;
                }
                int before = connection.receiver().next();
                if (connection.receiver().take(segment)) {
                    connection.dataArrived();
                } else if (segment.sequence != before) {
                    // Out of order: the peer needs to know at once (RFC 5681 section 4.2).
                    connection.acknowledgeImmediately();
                }
            }
            default -> {
                // After the peer's FIN there is no data.
            }
        }
        return true;
    }

    /** Eighth step. */
    private static void takeFin(TcpConnection connection, TcpSegment segment) {
        TcpReceiver receiver = connection.receiver();
        boolean complete = segment.has(TcpFormat.FIN)
                ? receiver.takeFin(segment.sequence + segment.length)
                : receiver.reachesFin();
        if (complete) {
            connection.finArrived();
        } else if (segment.has(TcpFormat.FIN) && segment.length == 0) {
            // Out of order: with data, that has been answered already.
            receiver.demandAcknowledgement();
        }
    }
}
