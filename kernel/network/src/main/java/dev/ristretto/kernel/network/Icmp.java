package dev.ristretto.kernel.network;

import dev.ristretto.kernel.network.wire.Checksum;
import dev.ristretto.kernel.network.wire.Ethernet;
import dev.ristretto.kernel.network.wire.IcmpFormat;
import dev.ristretto.kernel.network.wire.Ipv4Format;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** ICMP (RFC 792, RFC 1122 section 3.2.2): answers echo requests, reports errors within a limit, and tells sockets of reported ones. */
final class Icmp {
    /** Bytes of the offending packet that a report quotes, so that it fits into 576 bytes. */
    private static final int QUOTE = 548;

    private final NetworkStack stack;
    private final RateLimit errorLimit = new RateLimit(100, 50);
    private final Map<Integer, Ping> pings = new HashMap<>(4);
    private int nextPing;

    Icmp(NetworkStack stack) {
        this.stack = stack;
        nextPing = stack.random().nextInt();
    }

    void receive(Ipv4Packet packet) {
        ByteBuffer buffer = packet.buffer;
        int index = packet.payload;
        if (packet.length < IcmpFormat.HEADER || !Checksum.isValid(Checksum.sum(buffer, index, packet.length))) {
            return;
        }
        int type = buffer.get(index + IcmpFormat.TYPE) & 0xff;
        int code = buffer.get(index + IcmpFormat.CODE) & 0xff;
        switch (type) {
            case IcmpFormat.ECHO_REQUEST -> answer(packet);
            case IcmpFormat.ECHO_REPLY -> {
                Ping ping = pings.get(buffer.getInt(index + IcmpFormat.IDENTIFIER));
                if (ping != null && ping.route.destination == packet.source) {
                    ping.finish(stack.nanoTime() - ping.sent);
                }
            }
            case IcmpFormat.UNREACHABLE, IcmpFormat.TIME_EXCEEDED, IcmpFormat.PARAMETER_PROBLEM -> {
                int mtu = buffer.getShort(index + IcmpFormat.NEXT_HOP_MTU) & 0xffff;
                int quoted = index + IcmpFormat.HEADER;
                reported(type, code, mtu, buffer, quoted, packet.length - IcmpFormat.HEADER);
            }
            default -> {
                // RFC 1122 section 3.2.2: unknown types are ignored. So are redirects: there is one gateway.
            }
        }
    }

    /** A frame of ours cannot be delivered because its next hop does not answer: as if a router had said so. */
    void localUnreachable(Frame frame) {
        int index = frame.start() + Ethernet.HEADER;
        reported(IcmpFormat.UNREACHABLE, IcmpFormat.HOST, 0, frame.buffer(), index, frame.length() - Ethernet.HEADER);
    }

    /** Tells the socket that sent the quoted packet. */
    private void reported(int type, int code, int mtu, ByteBuffer buffer, int index, int length) {
        if (length < Ipv4Format.HEADER) {
            return;
        }
        int headerLength = Ipv4Format.headerLength(buffer, index);
        int source = buffer.getInt(index + Ipv4Format.SOURCE);
        int destination = buffer.getInt(index + Ipv4Format.DESTINATION);
        int transport = index + headerLength;
        if (headerLength < Ipv4Format.HEADER || length < headerLength + 8 || !stack.routes.isLocal(source)) {
            return;
        }
        boolean tooLong = type == IcmpFormat.UNREACHABLE && code == IcmpFormat.FRAGMENTATION_NEEDED;
        NetworkError error = type == IcmpFormat.UNREACHABLE ? unreachable(code) : NetworkError.HOST_UNREACHABLE;
        int protocol = buffer.get(index + Ipv4Format.PROTOCOL) & 0xff;
        int first = buffer.getInt(transport);
        switch (protocol) {
            case Ipv4Format.TCP -> {
                int limit = tooLong ? pathMtu(mtu, buffer.getShort(index + Ipv4Format.TOTAL_LENGTH) & 0xffff) : 0;
                int sequence = buffer.getInt(transport + 4);
                stack.tcp.reported(source, first >>> 16, destination, first & 0xffff, sequence, error, limit);
            }
            case Ipv4Format.UDP -> {
                if (!tooLong) {
                    stack.udp.reported(source, first >>> 16, destination, first & 0xffff, error);
                }
            }
            case Ipv4Format.ICMP -> {
                Ping ping = pings.get(buffer.getInt(transport + IcmpFormat.IDENTIFIER));
                if (first >>> 24 == IcmpFormat.ECHO_REQUEST && ping != null && ping.route.destination == destination) {
                    ping.finish(-1);
                }
            }
            default -> {
                // Nothing else is sent by sockets.
            }
        }
    }

    /** RFC 1191 section 5: old routers state no MTU; then the next smaller usual one is tried. */
    private static int pathMtu(int stated, int length) {
        if (stated != 0) {
            return stated;
        }
        return length > 1492 ? 1492 : length > 1006 ? 1006 : PathMtuCache.MINIMUM;
    }

    private static NetworkError unreachable(int code) {
        return switch (code) {
            case IcmpFormat.NETWORK, 6, 9, 11 -> NetworkError.NETWORK_UNREACHABLE;
            case IcmpFormat.PROTOCOL, IcmpFormat.PORT -> NetworkError.CONNECTION_REFUSED;
            default -> NetworkError.HOST_UNREACHABLE;
        };
    }

    private void answer(Ipv4Packet request) {
        if (request.group) {
            // RFC 1122 section 3.2.2.6 permits silence, which keeps broadcasts from multiplying.
            return;
        }
        Route route = stack.routes.find(request.source, request.destination);
        if (route == null || route.isGroup()) {
            return;
        }
        int mtu = stack.routes.mtu(route);
        ByteBuffer from = request.buffer;
        int bodyLength = request.length - IcmpFormat.HEADER;
        int body = request.payload + IcmpFormat.HEADER;
        byte[] head = new byte[IcmpFormat.HEADER];
        from.get(request.payload + IcmpFormat.IDENTIFIER, head, IcmpFormat.IDENTIFIER, 4);
        send(route, mtu, Ipv4Output.DEFAULT_TTL, head, from, body, bodyLength);
    }

    /** Sends a message; its checksum field in {@code head} must be 0. */
    private void send(Route route, int mtu, int ttl, byte[] head, ByteBuffer from, int body, int bodyLength) {
        int sum = Checksum.add(Checksum.sum(head, 0, head.length), Checksum.sum(from, body, bodyLength));
        short checksum = Checksum.finish(sum);
        head[IcmpFormat.CHECKSUM] = (byte) (checksum >> 8);
        head[IcmpFormat.CHECKSUM + 1] = (byte) checksum;
        stack.output.sendFragmented(route, mtu, Ipv4Format.ICMP, ttl, head, from, body, bodyLength);
    }

    /** Reports that {@code packet} could not be handled, unless that must not or need not be reported. */
    void sendError(Ipv4Packet packet, int type, int code) {
        ByteBuffer buffer = packet.buffer;
        int fragment = buffer.getShort(packet.header + Ipv4Format.FRAGMENT);
        // RFC 1122 section 3.2.2: never about groups, later fragments, other errors, or to nobody in particular.
        if (packet.group || packet.source == 0 || (fragment & Ipv4Format.FRAGMENT_OFFSET) != 0) {
            return;
        }
        if (packet.protocol == Ipv4Format.ICMP && !isEcho(packet)) {
            return;
        }
        Route route = stack.routes.find(packet.source, packet.destination);
        if (route == null || route.isGroup() || !errorLimit.tryTake(stack.nanoTime())) {
            return;
        }
        byte[] head = new byte[IcmpFormat.HEADER];
        head[IcmpFormat.TYPE] = (byte) type;
        head[IcmpFormat.CODE] = (byte) code;
        int length = Math.min(QUOTE, packet.payload - packet.header + packet.length);
        send(route, stack.routes.mtu(route), Ipv4Output.DEFAULT_TTL, head, buffer, packet.header, length);
    }

    private static boolean isEcho(Ipv4Packet packet) {
        int type = packet.length > 0 ? packet.buffer.get(packet.payload) & 0xff : -1;
        return type == IcmpFormat.ECHO_REQUEST || type == IcmpFormat.ECHO_REPLY;
    }

    /** Sends an echo request; see {@link NetworkStack#ping}. */
    Runnable ping(int address, int ttl, long timeoutNanos, PingListener listener) {
        Route route = stack.routes.find(address, 0);
        if (route == null || route.isBroadcast()) {
            listener.pingFinished(-1);
            return () -> {};
        }
        int key = nextPing++;
        Ping ping = new Ping(key, route, listener);
        pings.put(key, ping);
        stack.timers.schedule(ping.timeout, ping.sent + timeoutNanos);
        byte[] head = new byte[IcmpFormat.HEADER];
        head[IcmpFormat.TYPE] = IcmpFormat.ECHO_REQUEST;
        for (int i = 0; i < 4; i++) {
            head[IcmpFormat.IDENTIFIER + i] = (byte) (key >>> 24 - 8 * i);
        }
        ByteBuffer body = ByteBuffer.allocate(32);
        send(route, stack.routes.mtu(route), ttl == 0 ? Ipv4Output.DEFAULT_TTL : ttl, head, body, 0, body.capacity());
        return () -> stack.execute(ping::forget);
    }

    /** An echo request under way. */
    private final class Ping {
        final int key;
        final Route route;
        final long sent = stack.nanoTime();
        final Timer timeout = new Timer(stack, () -> finish(-1));
        private final PingListener listener;

        Ping(int key, Route route, PingListener listener) {
            this.key = key;
            this.route = route;
            this.listener = listener;
        }

        void forget() {
            pings.remove(key, this);
            stack.timers.cancel(timeout);
        }

        void finish(long roundTrip) {
            @Nullable Ping known = pings.get(key);
            if (known == this) {
                forget();
                listener.pingFinished(roundTrip);
            }
        }
    }
}
