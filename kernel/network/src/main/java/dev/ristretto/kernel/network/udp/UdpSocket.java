package dev.ristretto.kernel.network.udp;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.kernel.network.ip.Endpoint;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.ip.IpLayer;
import dev.ristretto.kernel.network.ip.Ipv4Packet;
import dev.ristretto.kernel.network.ip.MulticastGroups;
import dev.ristretto.kernel.network.ip.Route;
import dev.ristretto.kernel.network.link.NetworkInterface;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.NetworkOption;
import dev.ristretto.kernel.network.socket.NetworkSocket;
import dev.ristretto.kernel.network.socket.Readiness;
import dev.ristretto.kernel.network.socket.StackLock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A UDP endpoint (RFC 768) that never blocks. From {@link Udp#newSocket}. Thread-safe. Operations on a closed socket
 * fail with {@link NetworkError#CLOSED}.
 */
public final class UdpSocket extends NetworkSocket {
    /** Most bytes in a datagram. */
    public static final int MAXIMUM_LENGTH = 65507;

    private final Udp udp;
    private final IpLayer ip;
    private final MulticastGroups groups;
    private final DatagramQueue queue;
    private final UdpSettings settings = new UdpSettings();
    private final NetworkInterface.SpaceWaiter spaceWaiter = new NetworkInterface.SpaceWaiter(this::spaceAvailable);
    private final List<IpAddress> memberships = new ArrayList<>(0);
    private @Nullable UdpSocket nextOnPort;
    /** Address that it is bound to, null for all. */
    private @Nullable IpAddress localAddress;

    private int localPort;
    private @Nullable Endpoint peer;
    /** Whether {@link #connect} chose the local address. */
    private boolean implicitAddress;

    private boolean awaitsSpace;
    private @Nullable NetworkError error;
    private @Nullable Route route;

    UdpSocket(Udp udp, IpLayer ip, MulticastGroups groups, DatagramQueue queue, StackLock lock) {
        super(lock);
        this.udp = udp;
        this.ip = ip;
        this.groups = groups;
        this.queue = queue;
    }

    @Override
    public void bind(IpAddress address, int port) throws NetworkException {
        enter();
        try {
            checkOpen();
            if (localPort != 0) {
                throw new NetworkException(NetworkError.INVALID, "the socket is bound already, to port " + localPort);
            }
            if (!address.isAny() && !ip.isLocal(address) && !address.isMulticast() && !ip.isBroadcast(address)) {
                throw new NetworkException(
                        NetworkError.ADDRESS_NOT_AVAILABLE, address + " is not an address of this machine");
            }
            IpAddress particular = address.isAny() ? null : address;
            localPort = udp.bind(this, particular, port, settings.reuseAddress);
            localAddress = particular;
        } finally {
            leave();
        }
    }

    /**
     * Fixes the peer: sends to it by default, receives from it only, and learns of its ICMP errors.
     *
     * @throws NetworkException {@code NETWORK_UNREACHABLE}, {@code ADDRESS_NOT_AVAILABLE}
     */
    public void connect(IpAddress address, int port) throws NetworkException {
        enter();
        try {
            checkOpen();
            if (port == 0) {
                throw new NetworkException(NetworkError.INVALID, "port 0 cannot be connected to");
            }
            Route way = ip.route(address, implicitAddress ? null : localAddress);
            if (way == null) {
                throw unreachable(address);
            }
            if (localPort == 0) {
                localPort = udp.bind(this, null, 0, false);
            }
            if (localAddress == null || implicitAddress) {
                localAddress = way.source();
                implicitAddress = true;
            }
            peer = new Endpoint(way.destination(), port);
            route = way;
        } finally {
            leave();
        }
    }

    /** Forgets the peer. */
    public void disconnect() {
        enter();
        try {
            peer = null;
            route = null;
            if (implicitAddress) {
                implicitAddress = false;
                localAddress = null;
            }
        } finally {
            leave();
        }
    }

    /**
     * Sends the remaining bytes of {@code source} as one datagram to the connected peer.
     *
     * @return the bytes sent, or -1 if the link has no space now: {@link Readiness#WRITABLE} will tell
     * @throws NetworkException {@code DESTINATION_REQUIRED} and as {@link #send(ByteBuffer, IpAddress, int)}
     */
    public int send(ByteBuffer source) throws NetworkException {
        enter();
        try {
            Endpoint target = peer;
            if (target == null) {
                throw new NetworkException(NetworkError.DESTINATION_REQUIRED);
            }
            return send(source, target.address(), target.port());
        } finally {
            leave();
        }
    }

    /**
     * Sends the remaining bytes of {@code source} as one datagram; binds first if need be. Datagrams longer than the
     * MTU are fragmented.
     *
     * @return the bytes sent (0 for an empty datagram), or -1 if the link has no space now: {@link Readiness#WRITABLE}
     *     will tell
     * @throws NetworkException {@code MESSAGE_TOO_LONG}, {@code NETWORK_UNREACHABLE}, {@code ACCESS_DENIED} for a
     *     broadcast without permission, {@code INVALID} for port 0, or once the pending error
     */
    public int send(ByteBuffer source, IpAddress address, int port) throws NetworkException {
        enter();
        try {
            checkOpen();
            throwPending();
            int length = source.remaining();
            if (length > MAXIMUM_LENGTH || length > settings.sendBuffer()) {
                throw new NetworkException(
                        NetworkError.MESSAGE_TOO_LONG,
                        "a datagram of " + length + " bytes is too long, the limit is "
                                + Math.min(MAXIMUM_LENGTH, settings.sendBuffer()));
            }
            if (port == 0) {
                throw new NetworkException(NetworkError.INVALID, "port 0 cannot be sent to");
            }
            Route way = route;
            if (way == null || !way.destination().equals(address) || !ip.isCurrent(way)) {
                way = ip.route(address, localAddress);
                if (way == null) {
                    throw unreachable(address);
                }
                route = way;
            }
            if (way.isBroadcast() && !settings.broadcast) {
                throw new NetworkException(
                        NetworkError.ACCESS_DENIED, address + " is a broadcast address: permit it with SO_BROADCAST");
            }
            if (localPort == 0) {
                localPort = udp.bind(this, null, 0, false);
            }
            if (!transmit(way, source, length, port)) {
                if (!awaitsSpace) {
                    awaitsSpace = true;
                    way.through().awaitSpace(spaceWaiter);
                }
                return -1;
            }
            boolean copyHere =
                    way.isBroadcast() || way.isGroup() && settings.multicastLoopback && groups.isMember(address);
            if (copyHere && !transmit(ip.loopbackOf(way), source, length, port)) {
                udp.counters().count(NetworkCounter.UDP_SENT_BUFFER_FULL);
            }
            source.position(source.limit());
            return length;
        } finally {
            leave();
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
        enter();
        try {
            int length = peekLocked(target, datagram);
            if (length >= 0) {
                queue.drop(datagram.length());
            }
            return length;
        } finally {
            leave();
        }
    }

    /** Like {@link #receive}, but the datagram stays (MSG_PEEK). */
    public int peek(ByteBuffer target, Datagram datagram) throws NetworkException {
        enter();
        try {
            return peekLocked(target, datagram);
        } finally {
            leave();
        }
    }

    /** Ends the use of the socket and of its memberships. Idempotent. */
    @Override
    public void close() {
        enter();
        try {
            if (!markClosed()) {
                return;
            }
            if (localPort != 0) {
                udp.unbind(this, localPort);
            }
            for (IpAddress group : memberships) {
                groups.leave(group);
            }
            memberships.clear();
            queue.clear();
        } finally {
            leave();
        }
    }

    @Override
    protected Endpoint localLocked() {
        return new Endpoint(localAddress == null ? IpAddress.ANY : localAddress, localPort);
    }

    @Override
    protected @Nullable Endpoint remoteLocked() {
        return peer;
    }

    @Override
    public int available() {
        return locked(() -> queue.firstLength());
    }

    @Override
    protected int optionLocked(NetworkOption option) {
        return switch (option) {
            case REUSE_ADDRESS -> flag(settings.reuseAddress);
            case RECEIVE_BUFFER -> settings.receiveBuffer();
            case SEND_BUFFER -> settings.sendBuffer();
            case BROADCAST -> flag(settings.broadcast);
            case TIME_TO_LIVE -> settings.timeToLive;
            case MULTICAST_TIME_TO_LIVE -> settings.multicastTimeToLive;
            case MULTICAST_LOOPBACK -> flag(settings.multicastLoopback);
            default -> throw unsupported(option);
        };
    }

    @Override
    protected void setOptionLocked(NetworkOption option, int value) {
        switch (option) {
            case REUSE_ADDRESS -> settings.reuseAddress = value != 0;
            case RECEIVE_BUFFER -> settings.setReceiveBuffer(value);
            case SEND_BUFFER -> settings.setSendBuffer(value);
            case BROADCAST -> settings.broadcast = value != 0;
            case TIME_TO_LIVE -> settings.timeToLive = UdpSettings.checkTimeToLive(value, 1);
            case MULTICAST_TIME_TO_LIVE -> settings.multicastTimeToLive = UdpSettings.checkTimeToLive(value, 0);
            case MULTICAST_LOOPBACK -> settings.multicastLoopback = value != 0;
            default -> throw unsupported(option);
        }
    }

    /**
     * Joins a multicast group (RFC 1112, IGMPv2 reports of RFC 2236).
     *
     * @throws NetworkException {@code INVALID} if not a multicast address, {@code ADDRESS_IN_USE} if joined already,
     *     {@code NO_BUFFERS}
     */
    public void joinGroup(IpAddress group) throws NetworkException {
        enter();
        try {
            checkOpen();
            if (!group.isMulticast()) {
                throw new NetworkException(NetworkError.INVALID, group + " is not a multicast address");
            }
            if (memberships.contains(group)) {
                throw new NetworkException(NetworkError.ADDRESS_IN_USE, "the socket is a member of " + group);
            }
            if (!groups.join(group)) {
                throw new NetworkException(NetworkError.NO_BUFFERS, "too many multicast groups");
            }
            memberships.add(group);
        } finally {
            leave();
        }
    }

    /**
     * Leaves a multicast group.
     *
     * @throws NetworkException {@code ADDRESS_NOT_AVAILABLE} if not a member
     */
    public void leaveGroup(IpAddress group) throws NetworkException {
        enter();
        try {
            checkOpen();
            if (!memberships.remove(group)) {
                throw new NetworkException(
                        NetworkError.ADDRESS_NOT_AVAILABLE, "the socket is not a member of " + group);
            }
            groups.leave(group);
        } finally {
            leave();
        }
    }

    /**
     * How well the socket fits a datagram: -1 not at all; more for a bound address and a connected peer.
     *
     * @param local its destination
     */
    int match(int local, int remote, int port) {
        int score = 0;
        IpAddress bound = localAddress;
        if (bound != null) {
            if (bound.v4() != local
                    && !(implicitAddress && IpAddress.ofV4(local).isMulticast())) {
                return -1;
            }
            score++;
        }
        Endpoint connected = peer;
        if (connected != null) {
            if (connected.address().v4() != remote || connected.port() != port) {
                return -1;
            }
            score += 2;
        }
        return score;
    }

    /** Whether datagrams to {@code address} can be for it; null means all addresses. */
    boolean overlaps(@Nullable IpAddress address) {
        return localAddress == null || address == null || localAddress.equals(address);
    }

    boolean reusesAddress() {
        return settings.reuseAddress;
    }

    boolean isConnected() {
        return peer != null;
    }

    /** Next socket of the same port, see {@link Udp}. */
    @Nullable
    UdpSocket nextOnPort() {
        return nextOnPort;
    }

    void setNextOnPort(@Nullable UdpSocket socket) {
        nextOnPort = socket;
    }

    /** Takes in a datagram if there is room for it. */
    void deliver(Ipv4Packet packet, int sourcePort, int data, int length) {
        if (queue.add(packet, sourcePort, data, length, settings.receiveBuffer())) {
            notifyListener();
        } else {
            udp.counters().count(NetworkCounter.UDP_BUFFER_FULL);
        }
    }

    /** A datagram sent earlier did not arrive. */
    void fail(NetworkError reason) {
        error = reason;
        notifyListener();
    }

    /** False if the link has no space. */
    private boolean transmit(Route way, ByteBuffer source, int length, int port) {
        boolean multicast = way.destination().isMulticast();
        int timeToLive = multicast ? settings.multicastTimeToLive : settings.timeToLive;
        return udp.writer().send(way, localPort, port, timeToLive, source, length);
    }

    private void spaceAvailable() {
        awaitsSpace = false;
        if (!isClosed()) {
            notifyListener();
        }
    }

    @Override
    protected @Nullable NetworkError takeErrorLocked() {
        NetworkError pending = error;
        error = null;
        return pending;
    }

    @Override
    protected int readinessLocked() {
        int bits = awaitsSpace ? 0 : Readiness.WRITABLE;
        if (!queue.isEmpty()) {
            bits |= Readiness.READABLE;
        }
        if (error != null) {
            bits |= Readiness.ERROR | Readiness.READABLE;
        }
        return bits;
    }

    private int peekLocked(ByteBuffer target, Datagram datagram) throws NetworkException {
        checkOpen();
        if (queue.isEmpty()) {
            throwPending();
            return -1;
        }
        return queue.peek(target, datagram);
    }

    private static NetworkException unreachable(IpAddress address) {
        return new NetworkException(NetworkError.NETWORK_UNREACHABLE, "no route to " + address);
    }
}
