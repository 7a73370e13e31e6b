package dev.ristretto.network;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A TCP endpoint (RFC 9293) that never blocks: operations that cannot proceed say so, and the {@link ReadinessListener} tells when to
 * try again. From {@link NetworkStack#newTcpSocket} or {@link #accept}. Thread-safe.
 *
 * <p>Every operation on a closed socket but {@link #close} and {@link #abort} fails with {@link NetworkError#CLOSED}.
 */
public final class TcpSocket {
    TcpSocket() {}

    /**
     * Gives the socket its local end.
     *
     * @param address an own address, or 0 for all
     * @param port the port, or 0 for a free one at random (RFC 6056)
     * @throws NetworkException {@code ADDRESS_IN_USE}, {@code ADDRESS_NOT_AVAILABLE}, {@code INVALID} if bound already
     */
    public void bind(int address, int port) throws NetworkException {
        throw new UnsupportedOperationException("bind");
    }

    /**
     * Starts to connect; binds first if need be. When it is done the socket becomes {@link Readiness#WRITABLE}; if it failed,
     * {@link Readiness#ERROR} too, and {@link #takeError} tells why.
     *
     * @return true if connected already, false if under way
     * @throws NetworkException {@code NETWORK_UNREACHABLE}, {@code ADDRESS_NOT_AVAILABLE} if all ports are taken,
     *     {@code ADDRESS_IN_USE} if this pair of ends exists, {@code ALREADY_CONNECTED}, {@code ALREADY_CONNECTING}, {@code INVALID} if listening
     */
    public boolean connect(int address, int port) throws NetworkException {
        throw new UnsupportedOperationException("connect");
    }

    /**
     * Starts to accept connections; binds to a free port first if need be. Called again, it changes the backlog.
     *
     * @param backlog most complete connections that wait for {@link #accept}, at least 1; beyond it new ones are not answered
     * @throws NetworkException {@code ADDRESS_IN_USE}, {@code INVALID} if connected
     */
    public void listen(int backlog) throws NetworkException {
        throw new UnsupportedOperationException("listen");
    }

    /**
     * The next complete connection; it has the options of this socket.
     *
     * @return null if there is none now
     * @throws NetworkException {@code INVALID} if not listening
     */
    public @Nullable TcpSocket accept() throws NetworkException {
        throw new UnsupportedOperationException("accept");
    }

    /**
     * Moves received bytes to {@code target}.
     *
     * @return how many; 0 if none are there now (or {@code target} is full); -1 at the end of the stream or after {@link #shutdownInput}
     * @throws NetworkException {@code NOT_CONNECTED}, or once the pending error: {@code CONNECTION_RESET}, {@code TIMED_OUT}...
     */
    public int read(ByteBuffer target) throws NetworkException {
        throw new UnsupportedOperationException("read");
    }

    /** Like {@link #read}, but the bytes stay (MSG_PEEK). */
    public int peek(ByteBuffer target) throws NetworkException {
        throw new UnsupportedOperationException("peek");
    }

    /** {@link #write(ByteBuffer, boolean)} without more to come. */
    public int write(ByteBuffer source) throws NetworkException {
        return write(source, false);
    }

    /**
     * Moves bytes of {@code source} to the send buffer and sends what the windows allow.
     *
     * @param more whether another write follows at once, so that a last partial segment should wait for it (MSG_MORE)
     * @return how many; 0 if the buffer is full
     * @throws NetworkException {@code BROKEN_PIPE}, {@code NOT_CONNECTED}, or once the pending error
     */
    public int write(ByteBuffer source, boolean more) throws NetworkException {
        throw new UnsupportedOperationException("write");
    }

    /**
     * Discards what was received and what will be; {@link #read} returns -1.
     *
     * @throws NetworkException {@code NOT_CONNECTED}
     */
    public void shutdownInput() throws NetworkException {
        throw new UnsupportedOperationException("shutdownInput");
    }

    /**
     * Ends the stream to the peer after the bytes written so far.
     *
     * @throws NetworkException {@code NOT_CONNECTED}
     */
    public void shutdownOutput() throws NetworkException {
        throw new UnsupportedOperationException("shutdownOutput");
    }

    /**
     * Ends the use of the socket. Bytes written are still delivered in the background; a reset is sent instead if received bytes were
     * not read (RFC 9293 section 3.6, RFC 2525 section 2.17) or the linger time is 0. Connections not accepted are reset. No further
     * readiness is reported, except that the listener is called when the connection is over, see {@link #isOver}. Idempotent.
     */
    public void close() {}

    /** Ends the connection with a reset; bytes on the way are lost. Idempotent. */
    public void abort() {}

    /** Whether nothing is left to be delivered: for a {@link #close} that lingers. True also for a socket without connection. */
    public boolean isOver() {
        throw new UnsupportedOperationException("isOver");
    }

    /** The present bits of {@link Readiness}. */
    public int readiness() {
        throw new UnsupportedOperationException("readiness");
    }

    /** Sets who is told of events, null for nobody. It is not called for what is ready already: look at {@link #readiness} after. */
    public void setReadinessListener(@Nullable ReadinessListener listener) {
        throw new UnsupportedOperationException("setReadinessListener");
    }

    /** The pending error, which is thereby cleared (SO_ERROR); null if there is none. */
    public @Nullable NetworkError takeError() {
        throw new UnsupportedOperationException("takeError");
    }

    /** The state of the connection. */
    public TcpState state() {
        throw new UnsupportedOperationException("state");
    }

    /** Own address, 0 if not bound to one. */
    public int localAddress() {
        throw new UnsupportedOperationException("localAddress");
    }

    /** Own port, 0 if not bound. */
    public int localPort() {
        throw new UnsupportedOperationException("localPort");
    }

    /** Address of the peer, 0 if not connected. */
    public int remoteAddress() {
        throw new UnsupportedOperationException("remoteAddress");
    }

    /** Port of the peer, 0 if not connected. */
    public int remotePort() {
        throw new UnsupportedOperationException("remotePort");
    }

    /** Bytes that {@link #read} would deliver now (FIONREAD). */
    public int available() {
        throw new UnsupportedOperationException("available");
    }

    /** Bytes written that the peer has not acknowledged (SIOCOUTQ). */
    public int unacknowledged() {
        throw new UnsupportedOperationException("unacknowledged");
    }

    /** TCP_NODELAY: sends small segments at once instead of collecting them (RFC 896). Off at first. */
    public void setNoDelay(boolean on) {
        throw new UnsupportedOperationException("setNoDelay");
    }

    /** TCP_NODELAY. */
    public boolean noDelay() {
        throw new UnsupportedOperationException("noDelay");
    }

    /** SO_KEEPALIVE: probes an idle peer (RFC 9293 section 3.8.4). Off at first. */
    public void setKeepAlive(boolean on) {
        throw new UnsupportedOperationException("setKeepAlive");
    }

    /** SO_KEEPALIVE. */
    public boolean keepAlive() {
        throw new UnsupportedOperationException("keepAlive");
    }

    /** TCP_KEEPIDLE: seconds of silence before the first probe, 7200 at first. */
    public void setKeepAliveIdle(int seconds) {
        throw new UnsupportedOperationException("setKeepAliveIdle");
    }

    /** TCP_KEEPIDLE. */
    public int keepAliveIdle() {
        throw new UnsupportedOperationException("keepAliveIdle");
    }

    /** TCP_KEEPINTVL: seconds between probes, 75 at first. */
    public void setKeepAliveInterval(int seconds) {
        throw new UnsupportedOperationException("setKeepAliveInterval");
    }

    /** TCP_KEEPINTVL. */
    public int keepAliveInterval() {
        throw new UnsupportedOperationException("keepAliveInterval");
    }

    /** TCP_KEEPCNT: probes without an answer before the connection fails, 9 at first. */
    public void setKeepAliveCount(int count) {
        throw new UnsupportedOperationException("setKeepAliveCount");
    }

    /** TCP_KEEPCNT. */
    public int keepAliveCount() {
        throw new UnsupportedOperationException("keepAliveCount");
    }

    /** SO_RCVBUF: fixes the receive buffer; without it the buffer grows by itself. */
    public void setReceiveBuffer(int bytes) {
        throw new UnsupportedOperationException("setReceiveBuffer");
    }

    /** SO_RCVBUF: present size in bytes. */
    public int receiveBuffer() {
        throw new UnsupportedOperationException("receiveBuffer");
    }

    /** SO_SNDBUF: fixes the send buffer; without it the buffer grows by itself. */
    public void setSendBuffer(int bytes) {
        throw new UnsupportedOperationException("setSendBuffer");
    }

    /** SO_SNDBUF: present size in bytes. */
    public int sendBuffer() {
        throw new UnsupportedOperationException("sendBuffer");
    }

    /** SO_REUSEADDR: lets a socket bind and listen while old connections of the port are ending. Off at first. */
    public void setReuseAddress(boolean on) {
        throw new UnsupportedOperationException("setReuseAddress");
    }

    /** SO_REUSEADDR. */
    public boolean reuseAddress() {
        throw new UnsupportedOperationException("reuseAddress");
    }

    /**
     * SO_LINGER: -1 for off (at first), 0 makes {@link #close} send a reset. A positive number of seconds is only kept here: the caller of
     * {@link #close} waits, watching {@link #isOver}.
     */
    public void setLinger(int seconds) {
        throw new UnsupportedOperationException("setLinger");
    }

    /** SO_LINGER. */
    public int linger() {
        throw new UnsupportedOperationException("linger");
    }
}
