package dev.ristretto.network;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A UDP endpoint (RFC 768) that never blocks. From {@link NetworkStack#newUdpSocket}. Thread-safe. Operations on a closed socket fail
 * with {@link NetworkError#CLOSED}.
 */
public final class UdpSocket {
    /** Most bytes in a datagram. */
    public static final int MAXIMUM_LENGTH = 65507;

    UdpSocket() {}

    /**
     * Gives the socket its local end.
     *
     * @param address an own address, a multicast group, or 0 for all
     * @param port the port, or 0 for a free one at random (RFC 6056)
     * @throws NetworkException {@code ADDRESS_IN_USE}, {@code ADDRESS_NOT_AVAILABLE}, {@code INVALID} if bound already
     */
    public void bind(int address, int port) throws NetworkException {
        throw new UnsupportedOperationException("bind");
    }

    /**
     * Fixes the peer: sends to it by default, receives from it only, and learns of its ICMP errors.
     *
     * @throws NetworkException {@code NETWORK_UNREACHABLE}, {@code ADDRESS_NOT_AVAILABLE}
     */
    public void connect(int address, int port) throws NetworkException {
        throw new UnsupportedOperationException("connect");
    }

    /** Forgets the peer. */
    public void disconnect() {}

    /**
     * Sends the remaining bytes of {@code source} as one datagram to the connected peer.
     *
     * @return the bytes sent, or -1 if the link has no space now: {@link Readiness#WRITABLE} will tell
     * @throws NetworkException {@code DESTINATION_REQUIRED} and as {@link #send(ByteBuffer, int, int)}
     */
    public int send(ByteBuffer source) throws NetworkException {
        throw new UnsupportedOperationException("send");
    }

    /**
     * Sends the remaining bytes of {@code source} as one datagram; binds first if need be. Datagrams longer than the MTU are fragmented.
     *
     * @return the bytes sent (0 for an empty datagram), or -1 if the link has no space now: {@link Readiness#WRITABLE} will tell
     * @throws NetworkException {@code MESSAGE_TOO_LONG}, {@code NETWORK_UNREACHABLE}, {@code ACCESS_DENIED} for a broadcast without permission,
     *     {@code INVALID} for port 0, or once the pending error
     */
    public int send(ByteBuffer source, int address, int port) throws NetworkException {
        throw new UnsupportedOperationException("send");
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
        throw new UnsupportedOperationException("receive");
    }

    /** Like {@link #receive}, but the datagram stays (MSG_PEEK). */
    public int peek(ByteBuffer target, Datagram datagram) throws NetworkException {
        throw new UnsupportedOperationException("peek");
    }

    /** Ends the use of the socket and of its memberships. Idempotent. */
    public void close() {}

    /** The present bits of {@link Readiness}. */
    public int readiness() {
        throw new UnsupportedOperationException("readiness");
    }

    /** Sets who is told of events, null for nobody. */
    public void setReadinessListener(@Nullable ReadinessListener listener) {
        throw new UnsupportedOperationException("setReadinessListener");
    }

    /** The pending error, which is thereby cleared (SO_ERROR); null if there is none. */
    public @Nullable NetworkError takeError() {
        throw new UnsupportedOperationException("takeError");
    }

    /** Own address, 0 if not bound to one. */
    public int localAddress() {
        throw new UnsupportedOperationException("localAddress");
    }

    /** Own port, 0 if not bound. */
    public int localPort() {
        throw new UnsupportedOperationException("localPort");
    }

    /** Address of the connected peer, 0 if none. */
    public int remoteAddress() {
        throw new UnsupportedOperationException("remoteAddress");
    }

    /** Port of the connected peer, 0 if none. */
    public int remotePort() {
        throw new UnsupportedOperationException("remotePort");
    }

    /** Length in bytes of the next datagram, 0 if there is none (FIONREAD). */
    public int available() {
        throw new UnsupportedOperationException("available");
    }

    /** SO_BROADCAST: permits sending to broadcast addresses. Off at first. */
    public void setBroadcast(boolean on) {
        throw new UnsupportedOperationException("setBroadcast");
    }

    /** SO_BROADCAST. */
    public boolean broadcast() {
        throw new UnsupportedOperationException("broadcast");
    }

    /** SO_REUSEADDR: several sockets with this option may share a port; the last one bound receives, multicast goes to all. Off at first. */
    public void setReuseAddress(boolean on) {
        throw new UnsupportedOperationException("setReuseAddress");
    }

    /** SO_REUSEADDR. */
    public boolean reuseAddress() {
        throw new UnsupportedOperationException("reuseAddress");
    }

    /** SO_RCVBUF: most bytes of waiting datagrams (with about 16 bytes for each); further ones are dropped. */
    public void setReceiveBuffer(int bytes) {
        throw new UnsupportedOperationException("setReceiveBuffer");
    }

    /** SO_RCVBUF. */
    public int receiveBuffer() {
        throw new UnsupportedOperationException("receiveBuffer");
    }

    /** SO_SNDBUF: most bytes of one datagram. */
    public void setSendBuffer(int bytes) {
        throw new UnsupportedOperationException("setSendBuffer");
    }

    /** SO_SNDBUF. */
    public int sendBuffer() {
        throw new UnsupportedOperationException("sendBuffer");
    }

    /** IP_TTL: time to live of unicast datagrams, 64 at first. */
    public void setTimeToLive(int ttl) {
        throw new UnsupportedOperationException("setTimeToLive");
    }

    /** IP_TTL. */
    public int timeToLive() {
        throw new UnsupportedOperationException("timeToLive");
    }

    /** IP_MULTICAST_TTL: time to live of multicast datagrams, 1 at first. */
    public void setMulticastTimeToLive(int ttl) {
        throw new UnsupportedOperationException("setMulticastTimeToLive");
    }

    /** IP_MULTICAST_TTL. */
    public int multicastTimeToLive() {
        throw new UnsupportedOperationException("multicastTimeToLive");
    }

    /** IP_MULTICAST_LOOP: whether this machine's members receive what this socket sends to a group. On at first. */
    public void setMulticastLoopback(boolean on) {
        throw new UnsupportedOperationException("setMulticastLoopback");
    }

    /** IP_MULTICAST_LOOP. */
    public boolean multicastLoopback() {
        throw new UnsupportedOperationException("multicastLoopback");
    }

    /**
     * Joins a multicast group (RFC 1112, IGMPv2 reports of RFC 2236).
     *
     * @throws NetworkException {@code INVALID} if not a multicast address, {@code ADDRESS_IN_USE} if joined already, {@code NO_BUFFERS}
     */
    public void joinGroup(int group) throws NetworkException {
        throw new UnsupportedOperationException("joinGroup");
    }

    /**
     * Leaves a multicast group.
     *
     * @throws NetworkException {@code ADDRESS_NOT_AVAILABLE} if not a member
     */
    public void leaveGroup(int group) throws NetworkException {
        throw new UnsupportedOperationException("leaveGroup");
    }
}
