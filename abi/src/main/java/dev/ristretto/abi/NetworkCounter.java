package dev.ristretto.abi;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the network stack of an image counts, from the start of the network on. The order is that of the words in the
 * {@link NetworkCounterBlock}: a new one goes to the end, and none is ever taken out or given another meaning.
 *
 * <p>Frames and their bytes are those that pass the card; what is said of protocols includes loopback.
 */
public enum NetworkCounter {
    ARP_RECEIVED_FRAMES(Kind.FRAMES, NetworkProtocol.ARP, Direction.RECEIVED),
    ARP_RECEIVED_BYTES(Kind.BYTES, NetworkProtocol.ARP, Direction.RECEIVED),
    ICMP_RECEIVED_FRAMES(Kind.FRAMES, NetworkProtocol.ICMP, Direction.RECEIVED),
    ICMP_RECEIVED_BYTES(Kind.BYTES, NetworkProtocol.ICMP, Direction.RECEIVED),
    UDP_RECEIVED_FRAMES(Kind.FRAMES, NetworkProtocol.UDP, Direction.RECEIVED),
    UDP_RECEIVED_BYTES(Kind.BYTES, NetworkProtocol.UDP, Direction.RECEIVED),
    TCP_RECEIVED_FRAMES(Kind.FRAMES, NetworkProtocol.TCP, Direction.RECEIVED),
    TCP_RECEIVED_BYTES(Kind.BYTES, NetworkProtocol.TCP, Direction.RECEIVED),
    OTHER_IPV4_RECEIVED_FRAMES(Kind.FRAMES, NetworkProtocol.OTHER_IPV4, Direction.RECEIVED),
    OTHER_IPV4_RECEIVED_BYTES(Kind.BYTES, NetworkProtocol.OTHER_IPV4, Direction.RECEIVED),
    OTHER_RECEIVED_FRAMES(Kind.FRAMES, NetworkProtocol.OTHER, Direction.RECEIVED),
    OTHER_RECEIVED_BYTES(Kind.BYTES, NetworkProtocol.OTHER, Direction.RECEIVED),
    ARP_SENT_FRAMES(Kind.FRAMES, NetworkProtocol.ARP, Direction.SENT),
    ARP_SENT_BYTES(Kind.BYTES, NetworkProtocol.ARP, Direction.SENT),
    ICMP_SENT_FRAMES(Kind.FRAMES, NetworkProtocol.ICMP, Direction.SENT),
    ICMP_SENT_BYTES(Kind.BYTES, NetworkProtocol.ICMP, Direction.SENT),
    UDP_SENT_FRAMES(Kind.FRAMES, NetworkProtocol.UDP, Direction.SENT),
    UDP_SENT_BYTES(Kind.BYTES, NetworkProtocol.UDP, Direction.SENT),
    TCP_SENT_FRAMES(Kind.FRAMES, NetworkProtocol.TCP, Direction.SENT),
    TCP_SENT_BYTES(Kind.BYTES, NetworkProtocol.TCP, Direction.SENT),
    OTHER_IPV4_SENT_FRAMES(Kind.FRAMES, NetworkProtocol.OTHER_IPV4, Direction.SENT),
    OTHER_IPV4_SENT_BYTES(Kind.BYTES, NetworkProtocol.OTHER_IPV4, Direction.SENT),
    OTHER_SENT_FRAMES(Kind.FRAMES, NetworkProtocol.OTHER, Direction.SENT),
    OTHER_SENT_BYTES(Kind.BYTES, NetworkProtocol.OTHER, Direction.SENT),

    ETHERNET_MALFORMED(NetworkProtocol.ETHERNET, Direction.RECEIVED, DropReason.MALFORMED),
    ETHERNET_NOT_FOR_US(NetworkProtocol.ETHERNET, Direction.RECEIVED, DropReason.NOT_FOR_US),
    /** {@code ifInUnknownProtos} of RFC 2863. */
    ETHERNET_UNSUPPORTED(NetworkProtocol.ETHERNET, Direction.RECEIVED, DropReason.UNSUPPORTED),

    ARP_MALFORMED(NetworkProtocol.ARP, Direction.RECEIVED, DropReason.MALFORMED),
    /** Also of another station that claims an address of this one. */
    ARP_INVALID_SOURCE(NetworkProtocol.ARP, Direction.RECEIVED, DropReason.INVALID_SOURCE),
    /** It came before this station had an address. */
    ARP_NOT_FOR_US(NetworkProtocol.ARP, Direction.RECEIVED, DropReason.NOT_FOR_US),
    ARP_SENT_BUFFER_FULL(NetworkProtocol.ARP, Direction.SENT, DropReason.BUFFER_FULL),
    /** Packets that waited for the address of their next station. */
    ARP_SENT_QUEUE_FULL(NetworkProtocol.ARP, Direction.SENT, DropReason.QUEUE_FULL),
    /** Packets whose next station has not answered, or whose own address has gone while they waited. */
    ARP_SENT_UNREACHABLE(NetworkProtocol.ARP, Direction.SENT, DropReason.UNREACHABLE),

    /** With the checksum, {@code ipSystemStatsInHdrErrors} of RFC 4293. */
    IPV4_MALFORMED(NetworkProtocol.IPV4, Direction.RECEIVED, DropReason.MALFORMED),
    IPV4_CHECKSUM(NetworkProtocol.IPV4, Direction.RECEIVED, DropReason.CHECKSUM),
    IPV4_INVALID_SOURCE(NetworkProtocol.IPV4, Direction.RECEIVED, DropReason.INVALID_SOURCE),
    /** {@code ipSystemStatsInAddrErrors} of RFC 4293. */
    IPV4_NOT_FOR_US(NetworkProtocol.IPV4, Direction.RECEIVED, DropReason.NOT_FOR_US),
    IPV4_SOURCE_ROUTE(NetworkProtocol.IPV4, Direction.RECEIVED, DropReason.SOURCE_ROUTE),
    /** {@code ipSystemStatsInUnknownProtos} of RFC 4293. */
    IPV4_UNSUPPORTED(NetworkProtocol.IPV4, Direction.RECEIVED, DropReason.UNSUPPORTED),
    /** The three of fragments together are {@code ipSystemStatsReasmFails} of RFC 4293. */
    IPV4_FRAGMENT_INVALID(NetworkProtocol.IPV4, Direction.RECEIVED, DropReason.FRAGMENT_INVALID),
    IPV4_FRAGMENT_TIMEOUT(NetworkProtocol.IPV4, Direction.RECEIVED, DropReason.FRAGMENT_TIMEOUT),
    IPV4_FRAGMENT_MEMORY(NetworkProtocol.IPV4, Direction.RECEIVED, DropReason.FRAGMENT_MEMORY),
    /** {@code ipSystemStatsOutNoRoutes} of RFC 4293. */
    IPV4_SENT_NO_ROUTE(NetworkProtocol.IPV4, Direction.SENT, DropReason.NO_ROUTE),

    /** With the checksum, {@code icmpStatsInErrors} of RFC 4293. */
    ICMP_MALFORMED(NetworkProtocol.ICMP, Direction.RECEIVED, DropReason.MALFORMED),
    ICMP_CHECKSUM(NetworkProtocol.ICMP, Direction.RECEIVED, DropReason.CHECKSUM),
    /** A report about a packet that this station has not sent. */
    ICMP_NOT_FOR_US(NetworkProtocol.ICMP, Direction.RECEIVED, DropReason.NOT_FOR_US),
    ICMP_GROUP(NetworkProtocol.ICMP, Direction.RECEIVED, DropReason.GROUP),
    ICMP_UNSUPPORTED(NetworkProtocol.ICMP, Direction.RECEIVED, DropReason.UNSUPPORTED),
    ICMP_SENT_BUFFER_FULL(NetworkProtocol.ICMP, Direction.SENT, DropReason.BUFFER_FULL),
    ICMP_SENT_RATE_LIMIT(NetworkProtocol.ICMP, Direction.SENT, DropReason.RATE_LIMIT),

    IGMP_MALFORMED(NetworkProtocol.IGMP, Direction.RECEIVED, DropReason.MALFORMED),
    IGMP_CHECKSUM(NetworkProtocol.IGMP, Direction.RECEIVED, DropReason.CHECKSUM),
    IGMP_UNSUPPORTED(NetworkProtocol.IGMP, Direction.RECEIVED, DropReason.UNSUPPORTED),
    IGMP_SENT_BUFFER_FULL(NetworkProtocol.IGMP, Direction.SENT, DropReason.BUFFER_FULL),

    /** With the checksum and the full buffer, {@code udpInErrors} of RFC 4113. */
    UDP_MALFORMED(NetworkProtocol.UDP, Direction.RECEIVED, DropReason.MALFORMED),
    UDP_CHECKSUM(NetworkProtocol.UDP, Direction.RECEIVED, DropReason.CHECKSUM),
    /** {@code udpNoPorts} of RFC 4113. */
    UDP_NO_PORT(NetworkProtocol.UDP, Direction.RECEIVED, DropReason.NO_PORT),
    /** Each socket that had no room for a datagram; {@code RcvbufErrors} of Linux. */
    UDP_BUFFER_FULL(NetworkProtocol.UDP, Direction.RECEIVED, DropReason.BUFFER_FULL),
    /** This station's own copies of what it sends to a group; of all else the sender waits. */
    UDP_SENT_BUFFER_FULL(NetworkProtocol.UDP, Direction.SENT, DropReason.BUFFER_FULL),

    /** With the checksum, {@code tcpInErrs} of RFC 4022. */
    TCP_MALFORMED(NetworkProtocol.TCP, Direction.RECEIVED, DropReason.MALFORMED),
    TCP_CHECKSUM(NetworkProtocol.TCP, Direction.RECEIVED, DropReason.CHECKSUM),
    TCP_GROUP(NetworkProtocol.TCP, Direction.RECEIVED, DropReason.GROUP),
    /** Connection requests to ports on which nobody listens. */
    TCP_NO_PORT(NetworkProtocol.TCP, Direction.RECEIVED, DropReason.NO_PORT),
    TCP_NO_CONNECTION(NetworkProtocol.TCP, Direction.RECEIVED, DropReason.NO_CONNECTION),
    /** {@code ListenOverflows} of Linux. */
    TCP_ACCEPT_QUEUE_FULL(NetworkProtocol.TCP, Direction.RECEIVED, DropReason.ACCEPT_QUEUE_FULL),
    TCP_CONNECTION_LIMIT(NetworkProtocol.TCP, Direction.RECEIVED, DropReason.CONNECTION_LIMIT),
    TCP_BUFFER_FULL(NetworkProtocol.TCP, Direction.RECEIVED, DropReason.BUFFER_FULL),
    /** Resets and answers outside connections; of all else the connection waits. */
    TCP_SENT_BUFFER_FULL(NetworkProtocol.TCP, Direction.SENT, DropReason.BUFFER_FULL),

    /** How often the card had no room for a frame: its sender waited, or it was dropped. */
    TRANSMIT_EXHAUSTED,
    /** {@code tcpActiveOpens} of RFC 4022: connections that this side has begun to open. */
    TCP_ACTIVE_OPENS,
    /** {@code tcpPassiveOpens} of RFC 4022: connection requests that a listener has answered. */
    TCP_PASSIVE_OPENS,
    /** {@code tcpAttemptFails} of RFC 4022: connections that ended before they were open. */
    TCP_ATTEMPT_FAILS,
    /** {@code tcpEstabResets} of RFC 4022: open connections that ended otherwise than by both sides' FIN. */
    TCP_ESTAB_RESETS,
    /** {@code tcpRetransSegs} of RFC 4022: segments sent again; probes of a closed window are none. */
    TCP_RETRANS_SEGS,
    /** {@code tcpOutRsts} of RFC 4022: segments sent with the flag RST. */
    TCP_OUT_RSTS,
    /** {@code SyncookiesSent} of Linux: requests answered with a cookie, for too many connections were half-open. */
    TCP_SYN_COOKIES_SENT;

    /** What is counted. */
    public enum Kind {
        /** Ethernet frames that pass the card, by protocol and direction. */
        FRAMES,
        /** The bytes of these, headers included, by protocol and direction. */
        BYTES,
        /** Frames or packets that went no further, by protocol, direction and reason. */
        DROPS,
        /** Something of its own. */
        EVENTS
    }

    private final Kind kind;
    private final @Nullable NetworkProtocol protocol;
    private final @Nullable Direction direction;
    private final @Nullable DropReason reason;

    NetworkCounter() {
        this(Kind.EVENTS, null, null, null);
    }

    NetworkCounter(Kind kind, NetworkProtocol protocol, Direction direction) {
        this(kind, protocol, direction, null);
    }

    NetworkCounter(NetworkProtocol protocol, Direction direction, DropReason reason) {
        this(Kind.DROPS, protocol, direction, reason);
    }

    NetworkCounter(
            Kind kind, @Nullable NetworkProtocol protocol, @Nullable Direction direction, @Nullable DropReason reason) {
        this.kind = kind;
        this.protocol = protocol;
        this.direction = direction;
        this.reason = reason;
    }

    /** What it counts. */
    public Kind kind() {
        return kind;
    }

    /** The protocol of the frames, or that dropped them; null of events. */
    public @Nullable NetworkProtocol protocol() {
        return protocol;
    }

    /** Which way they went; null of events. */
    public @Nullable Direction direction() {
        return direction;
    }

    /**
     * What tells it from others of its kind in figures, by name: {@code protocol}, {@code direction} and
     * {@code reason}, in this order, as far as it has them. Frames and their bytes have the same.
     */
    public Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        if (protocol != null) {
            labels.put("protocol", protocol.label());
        }
        if (direction != null) {
            labels.put("direction", direction.label());
        }
        if (reason != null) {
            labels.put("reason", reason.label());
        }
        return labels;
    }
}
