package dev.ristretto.kernel.network.tcp;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.kernel.network.ip.Endpoint;
import dev.ristretto.kernel.network.ip.FlowKey;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.ip.Ipv4Packet;
import dev.ristretto.kernel.network.tcp.format.TcpFormat;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A received segment, parsed. One object serves all; it is valid during the call only. Trimming changes it. */
final class TcpSegment {
    private static final ByteBuffer NO_DATA = ByteBuffer.allocate(0);
    private static final int[] NO_BLOCKS = {};

    ByteBuffer buffer = NO_DATA;
    int localAddress;
    int localPort;
    int remoteAddress;
    int remotePort;
    int sequence;
    int acknowledgement;
    int flags;
    /** As it stands in the header, unscaled. */
    int window;
    /** Index of the data. */
    int data;
    /** Bytes of data. */
    int length;

    /** Maximum segment size option, 0 if absent. */
    int mss;
    /** Window scale option, -1 if absent. */
    int windowShift;

    boolean sackPermitted;
    boolean hasTimestamps;
    int timestampValue;
    int timestampEcho;
    int sackBlocks;
    final int[] sackStart;
    final int[] sackEnd;

    TcpSegment() {
        this(new int[TcpFormat.MAXIMUM_SACK_BLOCKS], new int[TcpFormat.MAXIMUM_SACK_BLOCKS]);
    }

    private TcpSegment(int[] sackStart, int[] sackEnd) {
        this.sackStart = sackStart;
        this.sackEnd = sackEnd;
    }

    /** Reads the segment in a packet; not null says why it is refused. */
    @Nullable
    NetworkCounter parse(Ipv4Packet packet) {
        ByteBuffer from = packet.buffer();
        int index = packet.payload();
        int total = packet.length();
        if (total < TcpFormat.HEADER) {
            return NetworkCounter.TCP_MALFORMED;
        }
        int headerLength = (from.get(index + TcpFormat.DATA_OFFSET) >> 4 & 15) * 4;
        if (headerLength < TcpFormat.HEADER || headerLength > total) {
            return NetworkCounter.TCP_MALFORMED;
        }
        if (!packet.isChecksumValidated() && !packet.hasValidChecksum(total)) {
            return NetworkCounter.TCP_CHECKSUM;
        }
        buffer = from;
        localAddress = packet.destination();
        remoteAddress = packet.source();
        int ports = from.getInt(index + TcpFormat.SOURCE_PORT);
        remotePort = ports >>> 16;
        localPort = ports & 0xffff;
        sequence = from.getInt(index + TcpFormat.SEQUENCE);
        acknowledgement = from.getInt(index + TcpFormat.ACKNOWLEDGEMENT);
        flags = from.get(index + TcpFormat.FLAGS) & 0x3f;
        window = from.getShort(index + TcpFormat.WINDOW) & 0xffff;
        data = index + headerLength;
        length = total - headerLength;
        parseOptions(index + TcpFormat.HEADER, data);
        return null;
    }

    private void parseOptions(int start, int end) {
        mss = 0;
        windowShift = -1;
        sackPermitted = false;
        hasTimestamps = false;
        sackBlocks = 0;
        int index = start;
        while (index < end) {
            int kind = buffer.get(index) & 0xff;
            if (kind == TcpFormat.OPTION_END) {
                return;
            }
            if (kind == TcpFormat.OPTION_NOP) {
                index++;
                continue;
            }
            int optionLength = index + 1 < end ? buffer.get(index + 1) & 0xff : 0;
            if (optionLength < 2 || index + optionLength > end) {
                return;
            }
            parseOption(kind, index + 2, optionLength - 2);
            index += optionLength;
        }
    }

    private void parseOption(int kind, int index, int optionLength) {
        switch (kind) {
            case TcpFormat.OPTION_MSS -> {
                if (optionLength == 2) {
                    mss = buffer.getShort(index) & 0xffff;
                }
            }
            case TcpFormat.OPTION_WINDOW_SCALE -> {
                if (optionLength == 1) {
                    windowShift = Math.min(TcpFormat.MAXIMUM_WINDOW_SHIFT, buffer.get(index) & 0xff);
                }
            }
            case TcpFormat.OPTION_SACK_PERMITTED -> sackPermitted = optionLength == 0;
            case TcpFormat.OPTION_TIMESTAMPS -> {
                if (optionLength == 8) {
                    hasTimestamps = true;
                    timestampValue = buffer.getInt(index);
                    timestampEcho = buffer.getInt(index + 4);
                }
            }
            case TcpFormat.OPTION_SACK -> {
                if (optionLength % 8 == 0) {
                    sackBlocks = Math.min(TcpFormat.MAXIMUM_SACK_BLOCKS, optionLength / 8);
                    for (int i = 0; i < sackBlocks; i++) {
                        sackStart[i] = buffer.getInt(index + 8 * i);
                        sackEnd[i] = buffer.getInt(index + 8 * i + 4);
                    }
                }
            }
            default -> {
                // RFC 9293 section 3.1: unknown options are skipped.
            }
        }
    }

    /** A copy that outlives the call, of all but data and SACK blocks, neither of which a SYN has. */
    TcpSegment withoutData() {
        TcpSegment copy = new TcpSegment(NO_BLOCKS, NO_BLOCKS);
        copy.localAddress = localAddress;
        copy.localPort = localPort;
        copy.remoteAddress = remoteAddress;
        copy.remotePort = remotePort;
        copy.sequence = sequence;
        copy.acknowledgement = acknowledgement;
        copy.flags = flags;
        copy.window = window;
        copy.mss = mss;
        copy.windowShift = windowShift;
        copy.sackPermitted = sackPermitted;
        copy.hasTimestamps = hasTimestamps;
        copy.timestampValue = timestampValue;
        copy.timestampEcho = timestampEcho;
        return copy;
    }

    /** The key of the flow that it belongs to. */
    FlowKey key() {
        Endpoint local = new Endpoint(IpAddress.ofV4(localAddress), localPort);
        return new FlowKey(local, new Endpoint(IpAddress.ofV4(remoteAddress), remotePort));
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Sequence numbers that the segment takes: its data, SYN and FIN. */
    int sequenceLength() {
        return length + (has(TcpFormat.SYN) ? 1 : 0) + (has(TcpFormat.FIN) ? 1 : 0);
    }

    /** Cuts off data at the front that lies before {@code from}; a SYN there goes too. */
    void trimFront(int from) {
        if (has(TcpFormat.SYN) && sequence - from < 0) {
            flags &= ~TcpFormat.SYN;
            sequence++;
        }
        int excess = Math.clamp(from - sequence, 0, length);
        sequence += excess;
        data += excess;
        length -= excess;
    }

    /** Cuts off data that lies at or after {@code edge}, and then a FIN too. */
    void trimBack(int edge) {
        int excess = sequence + length - edge;
        if (excess > 0) {
            length = Math.max(0, length - excess);
            flags &= ~TcpFormat.FIN;
        }
    }
}
