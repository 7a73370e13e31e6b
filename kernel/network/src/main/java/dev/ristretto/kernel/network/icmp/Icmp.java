package dev.ristretto.kernel.network.icmp;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.kernel.network.ip.Checksum;
import dev.ristretto.kernel.network.ip.DeliveryErrors;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.ip.IpLayer;
import dev.ristretto.kernel.network.ip.IpProtocol;
import dev.ristretto.kernel.network.ip.Ipv4Format;
import dev.ristretto.kernel.network.ip.Ipv4Packet;
import dev.ristretto.kernel.network.ip.Route;
import dev.ristretto.kernel.network.link.Ethernet;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.time.RateLimit;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * ICMP (RFC 792, RFC 1122 section 3.2.2): answers echo requests, reports errors within a limit, and tells sockets of
 * reported ones.
 */
public final class Icmp implements IpProtocol, DeliveryErrors {
    /** Bytes of the offending packet that a report quotes, so that it fits into 576 bytes. */
    private static final int QUOTE = 548;

    private final IpLayer ip;
    private final TimerQueue timers;
    private final NetworkCounters counters;
    private final ErrorListener[] listeners;
    private final RateLimit errorLimit;
    private final Ping.Table pings = new Ping.Table();
    private int nextPing;

    /** ICMP over {@code ip}, which tells {@code listeners} what became of their packets. */
    public Icmp(
            IpLayer ip,
            TimerQueue timers,
            RandomGenerator random,
            NetworkCounters counters,
            ErrorListener... listeners) {
        this.ip = ip;
        this.timers = timers;
        this.counters = counters;
        this.listeners = listeners.clone();
        errorLimit = new RateLimit(200, 100, random);
        nextPing = random.nextInt();
    }

    @Override
    public int number() {
        return Ipv4Format.ICMP;
    }

    @Override
    public void receive(Ipv4Packet packet) {
        ByteBuffer buffer = packet.buffer();
        int index = packet.payload();
        if (packet.length() < IcmpFormat.HEADER) {
            counters.count(NetworkCounter.ICMP_MALFORMED);
            return;
        }
        if (!Checksum.isValid(Checksum.sum(buffer, index, packet.length()))) {
            counters.count(NetworkCounter.ICMP_CHECKSUM);
            return;
        }
        int type = buffer.get(index + IcmpFormat.TYPE) & 0xff;
        int code = buffer.get(index + IcmpFormat.CODE) & 0xff;
        switch (type) {
            case IcmpFormat.ECHO_REQUEST -> answer(packet);
            case IcmpFormat.ECHO_REPLY ->
                pings.finish(
                        buffer.getInt(index + IcmpFormat.IDENTIFIER),
                        IpAddress.ofV4(packet.source()),
                        true,
                        timers.nanoTime());
            case IcmpFormat.UNREACHABLE, IcmpFormat.TIME_EXCEEDED, IcmpFormat.PARAMETER_PROBLEM -> {
                int mtu = buffer.getShort(index + IcmpFormat.NEXT_HOP_MTU) & 0xffff;
                int quoted = index + IcmpFormat.HEADER;
                NetworkCounter refused = reported(type, code, mtu, buffer, quoted, packet.length() - IcmpFormat.HEADER);
                if (refused != null) {
                    counters.count(refused);
                }
            }
            // RFC 1122 section 3.2.2: unknown types are ignored. So are redirects: there is one gateway.
            default -> counters.count(NetworkCounter.ICMP_UNSUPPORTED);
        }
    }

    /** As if a router had said so. */
    @Override
    public void nextHopUnreachable(Frame frame) {
        int index = frame.start() + Ethernet.HEADER;
        int length = frame.length() - Ethernet.HEADER;
        // A fragment may be too short to tell whose it is.
        NetworkCounter unused = reported(IcmpFormat.UNREACHABLE, IcmpFormat.HOST, 0, frame.buffer(), index, length);
    }

    /** Tells the socket that sent the quoted packet; not null says why that cannot be told. */
    private @Nullable NetworkCounter reported(int type, int code, int mtu, ByteBuffer buffer, int index, int length) {
        if (length < Ipv4Format.HEADER) {
            return NetworkCounter.ICMP_MALFORMED;
        }
        int headerLength = Ipv4Format.headerLength(buffer, index);
        IpAddress source = IpAddress.ofV4(buffer.getInt(index + Ipv4Format.SOURCE));
        IpAddress destination = IpAddress.ofV4(buffer.getInt(index + Ipv4Format.DESTINATION));
        int transport = index + headerLength;
        if (headerLength < Ipv4Format.HEADER || length < headerLength + 8) {
            return NetworkCounter.ICMP_MALFORMED;
        }
        if (!ip.isLocal(source)) {
            return NetworkCounter.ICMP_NOT_FOR_US;
        }
        boolean tooLong = type == IcmpFormat.UNREACHABLE && code == IcmpFormat.FRAGMENTATION_NEEDED;
        NetworkError error = type == IcmpFormat.UNREACHABLE ? unreachable(code) : NetworkError.HOST_UNREACHABLE;
        int protocol = buffer.get(index + Ipv4Format.PROTOCOL) & 0xff;
        if (protocol == Ipv4Format.ICMP) {
            if (buffer.get(transport + IcmpFormat.TYPE) == IcmpFormat.ECHO_REQUEST) {
                pings.finish(buffer.getInt(transport + IcmpFormat.IDENTIFIER), destination, false, timers.nanoTime());
            }
            return null;
        }
        int limit = tooLong ? pathMtu(mtu, buffer.getShort(index + Ipv4Format.TOTAL_LENGTH) & 0xffff) : 0;
        for (ErrorListener listener : listeners) {
            if (listener.number() == protocol) {
                listener.failed(new FailedPacket(source, destination, buffer, transport, error, limit));
            }
        }
        return null;
    }

    /** RFC 1191 section 5: old routers state no MTU; then the next smaller usual one is tried. */
    private static int pathMtu(int stated, int length) {
        if (stated != 0) {
            return stated;
        }
        return length > 1492 ? 1492 : length > 1006 ? 1006 : IpLayer.LEAST_PATH_MTU;
    }

    private static NetworkError unreachable(int code) {
        return switch (code) {
            case IcmpFormat.NETWORK, 6, 9, 11 -> NetworkError.NETWORK_UNREACHABLE;
            case IcmpFormat.PROTOCOL, IcmpFormat.PORT -> NetworkError.CONNECTION_REFUSED;
            default -> NetworkError.HOST_UNREACHABLE;
        };
    }

    private void answer(Ipv4Packet request) {
        if (request.isGroup()) {
            // RFC 1122 section 3.2.2.6 permits silence, which keeps broadcasts from multiplying.
            counters.count(NetworkCounter.ICMP_GROUP);
            return;
        }
        Route route = wayBack(request);
        if (route == null) {
            return;
        }
        ByteBuffer from = request.buffer();
        int bodyLength = request.length() - IcmpFormat.HEADER;
        int body = request.payload() + IcmpFormat.HEADER;
        byte[] head = new byte[IcmpFormat.HEADER];
        from.get(request.payload() + IcmpFormat.IDENTIFIER, head, IcmpFormat.IDENTIFIER, 4);
        send(route, IpLayer.DEFAULT_TIME_TO_LIVE, head, from, body, bodyLength);
    }

    /** Sends a message; its checksum field in {@code head} must be 0. */
    private void send(Route route, int timeToLive, byte[] head, ByteBuffer from, int body, int bodyLength) {
        int sum = Checksum.add(Checksum.sum(head, 0, head.length), Checksum.sum(from, body, bodyLength));
        short checksum = Checksum.finish(sum);
        head[IcmpFormat.CHECKSUM] = (byte) (checksum >> 8);
        head[IcmpFormat.CHECKSUM + 1] = (byte) checksum;
        if (!ip.sendFragmented(route, Ipv4Format.ICMP, timeToLive, head, from, body, bodyLength)) {
            counters.count(NetworkCounter.ICMP_SENT_BUFFER_FULL);
        }
    }

    @Override
    public void protocolUnreachable(Ipv4Packet packet) {
        sendError(packet, IcmpFormat.UNREACHABLE, IcmpFormat.PROTOCOL);
    }

    @Override
    public void portUnreachable(Ipv4Packet packet) {
        sendError(packet, IcmpFormat.UNREACHABLE, IcmpFormat.PORT);
    }

    /** RFC 1122 section 3.3.2. */
    @Override
    public void reassemblyTimeExceeded(Ipv4Packet packet) {
        sendError(packet, IcmpFormat.TIME_EXCEEDED, IcmpFormat.REASSEMBLY);
    }

    /** Reports that {@code packet} could not be handled, unless that must not or need not be reported. */
    private void sendError(Ipv4Packet packet, int type, int code) {
        ByteBuffer buffer = packet.buffer();
        int fragment = buffer.getShort(packet.header() + Ipv4Format.FRAGMENT);
        // RFC 1122 section 3.2.2: never about groups, later fragments, other errors, or to nobody in particular.
        if (packet.isGroup() || packet.source() == 0 || (fragment & Ipv4Format.FRAGMENT_OFFSET) != 0) {
            return;
        }
        if (packet.protocol() == Ipv4Format.ICMP && !isEcho(packet)) {
            return;
        }
        Route route = wayBack(packet);
        if (route == null) {
            return;
        }
        if (!errorLimit.tryTake(timers.nanoTime())) {
            counters.count(NetworkCounter.ICMP_SENT_RATE_LIMIT);
            return;
        }
        byte[] head = new byte[IcmpFormat.HEADER];
        head[IcmpFormat.TYPE] = (byte) type;
        head[IcmpFormat.CODE] = (byte) code;
        int length = Math.min(QUOTE, packet.payload() - packet.header() + packet.length());
        send(route, IpLayer.DEFAULT_TIME_TO_LIVE, head, buffer, packet.header(), length);
    }

    /** The way to the one that sent a packet, from the address that it was sent to; null if there is none. */
    private @Nullable Route wayBack(Ipv4Packet packet) {
        Route route = ip.route(IpAddress.ofV4(packet.source()), IpAddress.ofV4(packet.destination()));
        return route == null || route.isGroup() ? null : route;
    }

    private static boolean isEcho(Ipv4Packet packet) {
        int type = packet.length() > 0 ? packet.buffer().get(packet.payload()) & 0xff : -1;
        return type == IcmpFormat.ECHO_REQUEST || type == IcmpFormat.ECHO_REPLY;
    }

    /**
     * Sends an echo request.
     *
     * @param address whom to ask
     * @param timeToLive 1 to 255, 0 for the default
     * @param timeoutNanos how long to wait for the answer
     * @param listener told once how it ended
     * @return cancels the wait; for use with the stack's lock held
     */
    public Runnable ping(IpAddress address, int timeToLive, long timeoutNanos, PingListener listener) {
        Route route = ip.route(address, null);
        if (route == null || route.isBroadcast()) {
            listener.pingFinished(-1);
            return () -> {};
        }
        int key = nextPing++;
        Ping ping = new Ping(pings, key, route, timers, timeoutNanos, listener);
        byte[] head = new byte[IcmpFormat.HEADER];
        head[IcmpFormat.TYPE] = IcmpFormat.ECHO_REQUEST;
        for (int i = 0; i < 4; i++) {
            head[IcmpFormat.IDENTIFIER + i] = (byte) (key >>> 24 - 8 * i);
        }
        ByteBuffer body = ByteBuffer.allocate(32);
        int ttl = timeToLive == 0 ? IpLayer.DEFAULT_TIME_TO_LIVE : timeToLive;
        send(route, ttl, head, body, 0, body.capacity());
        return ping::forget;
    }
}
