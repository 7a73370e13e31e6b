package dev.ristretto.kernel.network;

import dev.ristretto.kernel.network.wire.Checksum;
import dev.ristretto.kernel.network.wire.Ipv4Format;
import dev.ristretto.kernel.network.wire.UdpFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A UDP endpoint (RFC 768) that never blocks. From {@link NetworkStack#newUdpSocket}. Thread-safe. Operations on a closed socket fail
 * with {@link NetworkError#CLOSED}.
 */
public final class UdpSocket extends NetworkSocket {
    /** Most bytes in a datagram. */
    public static final int MAXIMUM_LENGTH = 65507;

    /** Bytes kept in front of each waiting datagram: length, addresses, port. */
    private static final int RECORD = 16;

    private static final int DEFAULT_BUFFER = 128 << 10;

    private final ByteQueue queue;
    private final NetworkInterface.SpaceWaiter spaceWaiter = this::spaceAvailable;
    private final List<Integer> groups = new ArrayList<>(0);
    /** Next socket of the same port, see {@link Udp}. */
    @Nullable
    UdpSocket nextOnPort;

    int localAddress;
    private int localPort;
    private int remoteAddress;
    int remotePort;
    boolean reuseAddress;
    /** Whether {@link #connect} chose the local address. */
    private boolean implicitAddress;

    private boolean broadcast;
    private boolean multicastLoopback = true;
    private boolean awaitsSpace;
    private int receiveBuffer = DEFAULT_BUFFER;
    private int sendBuffer = DEFAULT_BUFFER;
    private int timeToLive = Ipv4Output.DEFAULT_TTL;
    private int multicastTimeToLive = 1;
    private @Nullable NetworkError error;
    private @Nullable Route route;

    UdpSocket(NetworkStack stack) {
        super(stack);
        queue = new ByteQueue(stack.chunks);
    }

    @Override
    public void bind(int address, int port) throws NetworkException {
        stack.enter();
        try {
            checkOpen();
            if (localPort != 0) {
                throw new NetworkException(NetworkError.INVALID, "the socket is bound already, to port " + localPort);
            }
            if (address != 0
                    && !stack.routes.isLocal(address)
                    && !Ipv4.isMulticast(address)
                    && !stack.routes.isBroadcast(address)) {
                throw new NetworkException(
                        NetworkError.ADDRESS_NOT_AVAILABLE,
                        Ipv4.format(address) + " is not an address of this machine");
            }
            localPort = stack.udp.bind(this, address, port, reuseAddress);
            localAddress = address;
        } finally {
            stack.leave();
        }
    }

    /**
     * Fixes the peer: sends to it by default, receives from it only, and learns of its ICMP errors.
     *
     * @throws NetworkException {@code NETWORK_UNREACHABLE}, {@code ADDRESS_NOT_AVAILABLE}
     */
    public void connect(int address, int port) throws NetworkException {
        stack.enter();
        try {
            checkOpen();
            if (port == 0) {
                throw new NetworkException(NetworkError.INVALID, "port 0 cannot be connected to");
            }
            Route way = stack.routes.find(address, implicitAddress ? 0 : localAddress);
            if (way == null) {
                throw unreachable(address);
            }
            if (localPort == 0) {
                localPort = stack.udp.bind(this, 0, 0, false);
            }
            if (localAddress == 0 || implicitAddress) {
                localAddress = way.source;
                implicitAddress = true;
            }
            remoteAddress = way.destination;
            remotePort = port;
            route = way;
        } finally {
            stack.leave();
        }
    }

    /** Forgets the peer. */
    public void disconnect() {
        stack.enter();
        try {
            remoteAddress = 0;
            remotePort = 0;
            route = null;
            if (implicitAddress) {
                implicitAddress = false;
                localAddress = 0;
            }
        } finally {
            stack.leave();
        }
    }

    /**
     * Sends the remaining bytes of {@code source} as one datagram to the connected peer.
     *
     * @return the bytes sent, or -1 if the link has no space now: {@link Readiness#WRITABLE} will tell
     * @throws NetworkException {@code DESTINATION_REQUIRED} and as {@link #send(ByteBuffer, int, int)}
     */
    public int send(ByteBuffer source) throws NetworkException {
        stack.enter();
        try {
            if (remotePort == 0) {
                throw new NetworkException(NetworkError.DESTINATION_REQUIRED);
            }
            return send(source, remoteAddress, remotePort);
        } finally {
            stack.leave();
        }
    }

    /**
     * Sends the remaining bytes of {@code source} as one datagram; binds first if need be. Datagrams longer than the MTU are fragmented.
     *
     * @return the bytes sent (0 for an empty datagram), or -1 if the link has no space now: {@link Readiness#WRITABLE} will tell
     * @throws NetworkException {@code MESSAGE_TOO_LONG}, {@code NETWORK_UNREACHABLE}, {@code ACCESS_DENIED} for a broadcast without permission,
     *     {@code INVALID} for port 0, or once the pending error
     */
    public int send(ByteBuffer source, int address, int port) throws NetworkException {
        stack.enter();
        try {
            checkOpen();
            throwPending();
            int length = source.remaining();
            if (length > MAXIMUM_LENGTH || length > sendBuffer) {
                throw new NetworkException(
                        NetworkError.MESSAGE_TOO_LONG,
                        "a datagram of " + length + " bytes is too long, the limit is "
                                + Math.min(MAXIMUM_LENGTH, sendBuffer));
            }
            if (port == 0) {
                throw new NetworkException(NetworkError.INVALID, "port 0 cannot be sent to");
            }
            Route way = route;
            if (way == null || way.destination != address || !stack.routes.isCurrent(way)) {
                way = stack.routes.find(address, localAddress);
                if (way == null) {
                    throw unreachable(address);
                }
                route = way;
            }
            if (way.isBroadcast() && !broadcast) {
                throw new NetworkException(
                        NetworkError.ACCESS_DENIED,
                        Ipv4.format(address) + " is a broadcast address: permit it with SO_BROADCAST");
            }
            if (localPort == 0) {
                localPort = stack.udp.bind(this, 0, 0, false);
            }
            if (!transmit(way, source, length, port)) {
                if (!awaitsSpace) {
                    awaitsSpace = true;
                    way.through.awaitSpace(spaceWaiter);
                }
                return -1;
            }
            boolean copyHere =
                    way.isBroadcast() || way.isGroup() && multicastLoopback && stack.groups.isMember(address);
            if (copyHere) {
                transmit(stack.routes.loopbackOf(way), source, length, port);
            }
            source.position(source.limit());
            return length;
        } finally {
            stack.leave();
        }
    }

    /**
     * Takes the next datagram.
     *
     * @param target receives as much of it as fits; the rest is lost, see {@link Datagram#length}
     * @param datagram filled with sender and length
     * @return bytes put into {@code target} (0 is an empty datagram), or -1 if there is none now
     * @throws NetworkException once the pending error
     */
    public int receive(ByteBuffer target, Datagram datagram) throws NetworkException {
        stack.enter();
        try {
            int length = peekLocked(target, datagram);
            if (length >= 0) {
                queue.drop(RECORD + datagram.length);
                queue.trim();
            }
            return length;
        } finally {
            stack.leave();
        }
    }

    /** Like {@link #receive}, but the datagram stays (MSG_PEEK). */
    public int peek(ByteBuffer target, Datagram datagram) throws NetworkException {
        stack.enter();
        try {
            return peekLocked(target, datagram);
        } finally {
            stack.leave();
        }
    }

    /** Ends the use of the socket and of its memberships. Idempotent. */
    @Override
    public void close() {
        stack.enter();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (localPort != 0) {
                stack.udp.unbind(this, localPort);
            }
            for (int group : groups) {
                stack.groups.leave(group);
            }
            groups.clear();
            queue.clear();
        } finally {
            stack.leave();
        }
    }

    @Override
    public int localAddress() {
        return locked(() -> localAddress);
    }

    @Override
    public int localPort() {
        return locked(() -> localPort);
    }

    @Override
    public int remoteAddress() {
        return locked(() -> remoteAddress);
    }

    @Override
    public int remotePort() {
        return locked(() -> remotePort);
    }

    @Override
    public int available() {
        return locked(() -> queue.size() == 0 ? 0 : recordInt(0));
    }

    @Override
    int optionLocked(NetworkOption option) {
        return switch (option) {
            case REUSE_ADDRESS -> flag(reuseAddress);
            case RECEIVE_BUFFER -> receiveBuffer;
            case SEND_BUFFER -> sendBuffer;
            case BROADCAST -> flag(broadcast);
            case TIME_TO_LIVE -> timeToLive;
            case MULTICAST_TIME_TO_LIVE -> multicastTimeToLive;
            case MULTICAST_LOOPBACK -> flag(multicastLoopback);
            default -> throw unsupported(option);
        };
    }

    @Override
    void setOptionLocked(NetworkOption option, int value) {
        switch (option) {
            case REUSE_ADDRESS -> reuseAddress = value != 0;
            case RECEIVE_BUFFER -> receiveBuffer = Math.clamp(value, 2048, 16 << 20);
            case SEND_BUFFER -> sendBuffer = Math.clamp(value, 2048, 16 << 20);
            case BROADCAST -> broadcast = value != 0;
            case TIME_TO_LIVE -> timeToLive = checkTimeToLive(value, 1);
            case MULTICAST_TIME_TO_LIVE -> multicastTimeToLive = checkTimeToLive(value, 0);
            case MULTICAST_LOOPBACK -> multicastLoopback = value != 0;
            default -> throw unsupported(option);
        }
    }

    /**
     * Joins a multicast group (RFC 1112, IGMPv2 reports of RFC 2236).
     *
     * @throws NetworkException {@code INVALID} if not a multicast address, {@code ADDRESS_IN_USE} if joined already, {@code NO_BUFFERS}
     */
    public void joinGroup(int group) throws NetworkException {
        stack.enter();
        try {
            checkOpen();
            if (!Ipv4.isMulticast(group)) {
                throw new NetworkException(NetworkError.INVALID, Ipv4.format(group) + " is not a multicast address");
            }
            if (groups.contains(group)) {
                throw new NetworkException(
                        NetworkError.ADDRESS_IN_USE, "the socket is a member of " + Ipv4.format(group));
            }
            if (!stack.groups.join(group)) {
                throw new NetworkException(NetworkError.NO_BUFFERS, "too many multicast groups");
            }
            groups.add(group);
        } finally {
            stack.leave();
        }
    }

    /**
     * Leaves a multicast group.
     *
     * @throws NetworkException {@code ADDRESS_NOT_AVAILABLE} if not a member
     */
    public void leaveGroup(int group) throws NetworkException {
        stack.enter();
        try {
            checkOpen();
            if (!groups.remove((Integer) group)) {
                throw new NetworkException(
                        NetworkError.ADDRESS_NOT_AVAILABLE, "the socket is not a member of " + Ipv4.format(group));
            }
            stack.groups.leave(group);
        } finally {
            stack.leave();
        }
    }

    /**
     * How well the socket fits a datagram: -1 not at all; more for a bound address and a connected peer.
     *
     * @param local its destination
     */
    int match(int local, int remote, int port) {
        int score = 0;
        if (localAddress != 0) {
            if (localAddress != local && !(implicitAddress && Ipv4.isMulticast(local))) {
                return -1;
            }
            score++;
        }
        if (remotePort != 0) {
            if (remoteAddress != remote || remotePort != port) {
                return -1;
            }
            score += 2;
        }
        return score;
    }

    /** Takes in a datagram if there is room for it. */
    void deliver(Ipv4Packet packet, int sourcePort, int data, int length) {
        if (queue.size() > 0 && queue.size() + RECORD + length > receiveBuffer) {
            return;
        }
        int end = queue.size();
        byte[] scratch = stack.scratch;
        putInt(scratch, 0, length);
        putInt(scratch, 4, packet.source);
        putInt(scratch, 8, sourcePort);
        putInt(scratch, 12, packet.destination);
        if (!queue.place(end, stack.scratchBuffer, 0, RECORD)
                || !queue.place(end + RECORD, packet.buffer, data, length)) {
            queue.trim();
            return;
        }
        queue.extend(RECORD + length);
        notifyListener();
    }

    /** A datagram sent earlier did not arrive. */
    void fail(NetworkError reason) {
        error = reason;
        notifyListener();
    }

    private void spaceAvailable() {
        awaitsSpace = false;
        if (!closed) {
            notifyListener();
        }
    }

    @Override
    @Nullable
    NetworkError takeErrorLocked() {
        NetworkError pending = error;
        error = null;
        return pending;
    }

    @Override
    int readinessLocked() {
        int bits = awaitsSpace ? 0 : Readiness.WRITABLE;
        if (queue.size() > 0) {
            bits |= Readiness.READABLE;
        }
        if (error != null) {
            bits |= Readiness.ERROR | Readiness.READABLE;
        }
        return bits;
    }

    private int peekLocked(ByteBuffer target, Datagram datagram) throws NetworkException {
        checkOpen();
        if (queue.size() == 0) {
            throwPending();
            return -1;
        }
        datagram.length = recordInt(0);
        datagram.sourceAddress = recordInt(4);
        datagram.sourcePort = recordInt(8);
        datagram.destinationAddress = recordInt(12);
        int length = Math.min(target.remaining(), datagram.length);
        queue.copyTo(RECORD, target, target.position(), length);
        target.position(target.position() + length);
        return length;
    }

    private int recordInt(int offset) {
        queue.copyTo(offset, stack.scratchBuffer, 0, 4);
        return stack.scratchBuffer.getInt(0);
    }

    private static void putInt(byte[] bytes, int offset, int value) {
        bytes[offset] = (byte) (value >>> 24);
        bytes[offset + 1] = (byte) (value >>> 16);
        bytes[offset + 2] = (byte) (value >>> 8);
        bytes[offset + 3] = (byte) value;
    }

    /** False if the link has no space. */
    private boolean transmit(Route way, ByteBuffer source, int length, int port) {
        int mtu = stack.routes.mtu(way);
        int ttl = Ipv4.isMulticast(way.destination) ? multicastTimeToLive : timeToLive;
        int total = UdpFormat.HEADER + length;
        int pseudo = Checksum.pseudoHeader(way.source, way.destination, Ipv4Format.UDP, total);
        if (Ipv4Format.HEADER + total > mtu) {
            byte[] head = new byte[UdpFormat.HEADER];
            putInt(head, 0, localPort << 16 | port);
            putInt(head, 4, total << 16);
            // A duplicate is big-endian, which the caller's buffer need not be.
            int body = Checksum.sum(source.duplicate(), source.position(), length);
            int sum = Checksum.add(Checksum.sum(head, 0, head.length), body);
            int checksum = checksum(Checksum.add(pseudo, sum));
            putInt(head, 4, total << 16 | checksum);
            return stack.output.sendFragmented(way, mtu, Ipv4Format.UDP, ttl, head, source, source.position(), length);
        }
        Frame frame = stack.output.allocate(way, total);
        if (frame == null) {
            return false;
        }
        ByteBuffer buffer = frame.buffer();
        int index = frame.start() + Ipv4Output.PAYLOAD;
        buffer.putInt(index, localPort << 16 | port);
        buffer.putInt(index + UdpFormat.LENGTH, total << 16);
        buffer.put(index + UdpFormat.HEADER, source, source.position(), length);
        if (way.through.checksumOffload) {
            buffer.putShort(index + UdpFormat.CHECKSUM, (short) pseudo);
            frame.requestChecksum(Ipv4Output.PAYLOAD, UdpFormat.CHECKSUM);
        } else {
            int sum = Checksum.add(pseudo, Checksum.sum(buffer, index, total));
            buffer.putShort(index + UdpFormat.CHECKSUM, (short) checksum(sum));
        }
        stack.output.send(frame, way, Ipv4Format.UDP, ttl, 0);
        return true;
    }

    /** 0 would mean that there is no checksum. */
    private static int checksum(int sum) {
        int checksum = Checksum.finish(sum) & 0xffff;
        return checksum == 0 ? 0xffff : checksum;
    }

    private static int checkTimeToLive(int ttl, int minimum) {
        if (ttl < minimum || ttl > 255) {
            throw new IllegalArgumentException("time to live must be " + minimum + " to 255, found " + ttl);
        }
        return ttl;
    }

    private static NetworkException unreachable(int address) {
        return new NetworkException(NetworkError.NETWORK_UNREACHABLE, "no route to " + Ipv4.format(address));
    }
}
