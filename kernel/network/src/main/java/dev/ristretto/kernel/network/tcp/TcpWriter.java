package dev.ristretto.kernel.network.tcp;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.kernel.network.ip.Checksum;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.ip.IpLayer;
import dev.ristretto.kernel.network.ip.Ipv4Format;
import dev.ristretto.kernel.network.ip.Route;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.tcp.format.TcpFormat;
import java.nio.ByteBuffer;

/** Writes segments into frames and sends them. */
final class TcpWriter {
    private static final int PADDED_TIMESTAMPS =
            TcpFormat.OPTION_NOP << 24 | TcpFormat.OPTION_NOP << 16 | TcpFormat.OPTION_TIMESTAMPS << 8 | 10;
    private static final int PADDED_SACK =
            TcpFormat.OPTION_NOP << 24 | TcpFormat.OPTION_NOP << 16 | TcpFormat.OPTION_SACK << 8;

    private final IpLayer ip;
    private final NetworkCounters counters;
    private final Syn syn = new Syn();

    TcpWriter(IpLayer ip, NetworkCounters counters) {
        this.ip = ip;
        this.counters = counters;
    }

    /**
     * Sends a segment of a synchronised connection; its acknowledgement, window, timestamps and SACK blocks are those
     * of the receiver.
     *
     * @param length bytes of data from the send queue
     * @param segmentSize if smaller than {@code length}, the link cuts the data into segments of this size
     * @return false if the link has no space, or a proxy may not have read the SYN; the connection then waits for it
     */
    boolean send(TcpConnection connection, Route route, int sequence, int flags, int length, int segmentSize) {
        if (connection.awaitsProxy(route)) {
            return false;
        }
        TcpReceiver receiver = connection.receiver();
        int timestamps = connection.options().timestamps() ? TcpFormat.TIMESTAMPS_LENGTH : 0;
        int blocks = receiver.sackBlockCount(timestamps != 0 ? 3 : 4, segmentSize - length);
        int headerLength = TcpFormat.HEADER + timestamps + (blocks == 0 ? 0 : 4 + 8 * blocks);
        Frame frame = ip.allocate(route, headerLength + length);
        if (frame == null) {
            connection.awaitSpace(route);
            return false;
        }
        ByteBuffer buffer = frame.buffer();
        int index = frame.start() + ip.headerLength(route);
        int ports = connection.key().ports();
        putHeader(buffer, index, ports, sequence, receiver.next(), headerLength, flags, receiver.offerWindow());
        int option = index + TcpFormat.HEADER;
        if (timestamps != 0) {
            putTimestamps(buffer, option, connection.timestamp(), receiver.timestampRecent());
            option += timestamps;
        }
        if (blocks > 0) {
            buffer.putInt(option, PADDED_SACK | 2 + 8 * blocks);
            receiver.putSackBlocks(buffer, option + 4, blocks);
        }
        if (length > 0) {
            connection.sender().copyData(sequence, buffer, index + headerLength, length);
        }
        if (length > segmentSize) {
            frame.requestSegmentation(segmentSize, ip.headerLength(route) + headerLength);
        }
        finish(frame, route, flags, headerLength + length);
        receiver.acknowledgementSent();
        return true;
    }

    /**
     * Sends the SYN of a connection, with or without acknowledgement; if there is no space, or a proxy may not have
     * read the one before, the connection waits.
     */
    boolean sendSyn(TcpConnection connection, Route route, boolean acknowledge) {
        if (connection.awaitsProxy(route)) {
            return false;
        }
        TcpReceiver receiver = connection.receiver();
        AgreedOptions options = connection.options();
        syn.ports = connection.key().ports();
        syn.sequence = connection.sender().initial();
        syn.acknowledges = acknowledge;
        syn.acknowledgement = acknowledge ? receiver.next() : 0;
        syn.window = receiver.initialWindow();
        syn.mss = connection.path().payloadLimit(route) - TcpFormat.HEADER;
        syn.sackPermitted = !acknowledge || options.sack();
        syn.timestamps = !acknowledge || options.timestamps();
        syn.timestampValue = connection.timestamp();
        syn.timestampEcho = acknowledge ? receiver.timestampRecent() : 0;
        syn.windowShift = !acknowledge || options.windowScaling() ? receiver.windowShift() : -1;
        boolean sent = send(route, syn);
        if (sent) {
            connection.synSent(route);
        } else {
            connection.awaitSpace(route);
        }
        return sent;
    }

    /** The object to describe the next SYN with. */
    Syn syn() {
        return syn;
    }

    /** Sends a SYN and its options; false if the link has no space. */
    boolean send(Route route, Syn syn) {
        int headerLength = TcpFormat.HEADER
                + 4
                + (syn.timestamps ? TcpFormat.TIMESTAMPS_LENGTH : 0)
                + (syn.sackPermitted ? 4 : 0)
                + (syn.windowShift >= 0 ? 4 : 0);
        Frame frame = ip.allocate(route, headerLength);
        if (frame == null) {
            return false;
        }
        ByteBuffer buffer = frame.buffer();
        int index = frame.start() + ip.headerLength(route);
        int flags = TcpFormat.SYN | (syn.acknowledges ? TcpFormat.ACK : 0);
        putHeader(buffer, index, syn.ports, syn.sequence, syn.acknowledgement, headerLength, flags, syn.window);
        int option = index + TcpFormat.HEADER;
        buffer.putInt(option, TcpFormat.OPTION_MSS << 24 | 4 << 16 | syn.mss);
        option += 4;
        if (syn.sackPermitted) {
            buffer.putInt(
                    option,
                    TcpFormat.OPTION_NOP << 24 | TcpFormat.OPTION_NOP << 16 | TcpFormat.OPTION_SACK_PERMITTED << 8 | 2);
            option += 4;
        }
        if (syn.timestamps) {
            putTimestamps(buffer, option, syn.timestampValue, syn.timestampEcho);
            option += TcpFormat.TIMESTAMPS_LENGTH;
        }
        if (syn.windowShift >= 0) {
            buffer.putInt(
                    option,
                    TcpFormat.OPTION_NOP << 24 | TcpFormat.OPTION_WINDOW_SCALE << 16 | 3 << 8 | syn.windowShift);
        }
        finish(frame, route, flags, headerLength);
        return true;
    }

    /** Answers a segment outside a connection. Lost if the link has no space: it will be asked again. */
    void sendBare(
            TcpSegment to,
            int sequence,
            int acknowledgement,
            int flags,
            int window,
            boolean timestamps,
            int timestampValue,
            int timestampEcho) {
        Route route = ip.route(IpAddress.ofV4(to.remoteAddress), IpAddress.ofV4(to.localAddress));
        if (route == null || route.isGroup()) {
            return;
        }
        int headerLength = TcpFormat.HEADER + (timestamps ? TcpFormat.TIMESTAMPS_LENGTH : 0);
        Frame frame = ip.allocate(route, headerLength);
        if (frame == null) {
            counters.count(NetworkCounter.TCP_SENT_BUFFER_FULL);
            return;
        }
        ByteBuffer buffer = frame.buffer();
        int index = frame.start() + ip.headerLength(route);
        buffer.putInt(index, to.localPort << 16 | to.remotePort);
        buffer.putInt(index + TcpFormat.SEQUENCE, sequence);
        buffer.putInt(index + TcpFormat.ACKNOWLEDGEMENT, acknowledgement);
        buffer.putInt(index + TcpFormat.DATA_OFFSET, headerLength << 26 | flags << 16 | window);
        buffer.putInt(index + TcpFormat.CHECKSUM, 0);
        if (timestamps) {
            putTimestamps(buffer, index + TcpFormat.HEADER, timestampValue, timestampEcho);
        }
        finish(frame, route, flags, headerLength);
    }

    /** Answers with a reset as RFC 9293 section 3.10.7.1 says; never to a reset. */
    void sendReset(TcpSegment to) {
        if (to.has(TcpFormat.RST)) {
            return;
        }
        if (to.has(TcpFormat.ACK)) {
            sendBare(to, to.acknowledgement, 0, TcpFormat.RST, 0, false, 0, 0);
        } else {
            int acknowledgement = to.sequence + to.sequenceLength();
            sendBare(to, 0, acknowledgement, TcpFormat.RST | TcpFormat.ACK, 0, false, 0, 0);
        }
    }

    private static void putHeader(
            ByteBuffer buffer,
            int index,
            int ports,
            int sequence,
            int acknowledgement,
            int headerLength,
            int flags,
            int window) {
        buffer.putInt(index, ports);
        buffer.putInt(index + TcpFormat.SEQUENCE, sequence);
        buffer.putInt(index + TcpFormat.ACKNOWLEDGEMENT, acknowledgement);
        buffer.putInt(index + TcpFormat.DATA_OFFSET, headerLength << 26 | flags << 16 | window);
        buffer.putInt(index + TcpFormat.CHECKSUM, 0);
    }

    private static void putTimestamps(ByteBuffer buffer, int index, int value, int echo) {
        buffer.putInt(index, PADDED_TIMESTAMPS);
        buffer.putInt(index + 4, value);
        buffer.putInt(index + 8, echo);
    }

    private void finish(Frame frame, Route route, int flags, int length) {
        ByteBuffer buffer = frame.buffer();
        int index = frame.start() + ip.headerLength(route);
        int pseudo = ip.pseudoHeader(route, Ipv4Format.TCP, length);
        if (route.through().checksumOffload()) {
            buffer.putShort(index + TcpFormat.CHECKSUM, (short) pseudo);
            frame.requestChecksum(ip.headerLength(route), TcpFormat.CHECKSUM);
        } else {
            int sum = Checksum.add(pseudo, Checksum.sum(buffer, index, length));
            buffer.putShort(index + TcpFormat.CHECKSUM, Checksum.finish(sum));
        }
        ip.send(frame, route, Ipv4Format.TCP, IpLayer.DEFAULT_TIME_TO_LIVE, false);
        if ((flags & TcpFormat.RST) != 0) {
            counters.count(NetworkCounter.TCP_OUT_RSTS);
        }
    }

    /**
     * What a SYN of this side says (RFC 9293 section 3.7.1, RFC 7323, RFC 2018). One object serves all; it is valid
     * during the call only.
     */
    static final class Syn {
        /** Own port and the peer's, as the header has them. */
        int ports;

        int sequence;
        /** Whether it answers the peer's SYN, and the number after that. */
        boolean acknowledges;

        int acknowledgement;
        /** Never scaled. */
        int window;

        int mss;
        boolean sackPermitted;
        boolean timestamps;
        int timestampValue;
        int timestampEcho;
        /** Scale of later windows, -1 to say nothing of it. */
        int windowShift;
    }
}
