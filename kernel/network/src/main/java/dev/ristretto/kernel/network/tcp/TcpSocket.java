package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.ip.Endpoint;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.ip.IpLayer;
import dev.ristretto.kernel.network.ip.Route;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.NetworkOption;
import dev.ristretto.kernel.network.socket.NetworkSocket;
import dev.ristretto.kernel.network.socket.Readiness;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A TCP endpoint (RFC 9293) that never blocks: operations that cannot proceed say so, and the {@link ReadinessListener}
 * tells when to try again. From {@link Tcp#newSocket} or {@link #accept}. Thread-safe.
 *
 * <p>Every operation on a closed socket but {@link #close} and {@link #abort} fails with {@link NetworkError#CLOSED}.
 */
public final class TcpSocket extends NetworkSocket {
    private final Tcp tcp;
    private final IpLayer ip;
    private final TcpLimits limits;
    private final TcpSettings settings;
    /** Address that was bound to, null for all. */
    private @Nullable IpAddress boundAddress;
    /** Next socket bound to the same port, see {@link TcpPorts}. */
    @Nullable
    TcpSocket nextOnPort;

    // When its connection was ended for lack of memory, and the next such socket; MemoryGuard alone uses them.
    long shedAt;

    @Nullable
    TcpSocket nextUnclosed;

    private int boundPort;
    private @Nullable TcpConnection connection;
    private @Nullable TcpListener listener;
    /** Whether a listener has handed it out. */
    private boolean served;

    private boolean inputShut;
    /** Somebody has seen the send buffer full and wants to know when it is not. */
    private boolean wantsSpace;

    TcpSocket(Tcp tcp) {
        super(tcp.environment().lock());
        this.tcp = tcp;
        ip = tcp.environment().ip();
        limits = tcp.environment().limits();
        settings = new TcpSettings();
    }

    private TcpSocket(Tcp tcp, TcpConnection accepted) {
        super(tcp.environment().lock());
        this.tcp = tcp;
        ip = tcp.environment().ip();
        limits = tcp.environment().limits();
        settings = accepted.settings();
        connection = accepted;
        served = true;
        accepted.attach(this);
        tcp.environment().memory().served();
    }

    @Override
    public void bind(IpAddress address, int port) throws NetworkException {
        enter();
        try {
            checkOpen();
            if (boundPort != 0 || connection != null) {
                throw new NetworkException(
                        NetworkError.INVALID,
                        "the socket is bound already, to port " + localLocked().port());
            }
            if (!address.isAny() && !ip.isLocal(address)) {
                throw new NetworkException(
                        NetworkError.ADDRESS_NOT_AVAILABLE, address + " is not an address of this machine");
            }
            IpAddress particular = address.isAny() ? null : address;
            boundPort = tcp.ports().bind(this, particular, port, settings.reuseAddress);
            boundAddress = particular;
        } finally {
            leave();
        }
    }

    /**
     * Starts to connect; binds first if need be. When it is done the socket becomes {@link Readiness#WRITABLE}; if it
     * failed, {@link Readiness#ERROR} too, and {@link #takeError} tells why.
     *
     * @return true if connected already, false if under way
     * @throws NetworkException {@code NETWORK_UNREACHABLE}, {@code ADDRESS_NOT_AVAILABLE} if all ports are taken,
     *     {@code ADDRESS_IN_USE} if this pair of ends exists, {@code ALREADY_CONNECTED}, {@code ALREADY_CONNECTING},
     *     {@code INVALID} if listening
     */
    public boolean connect(IpAddress address, int port) throws NetworkException {
        enter();
        try {
            checkOpen();
            if (listener != null) {
                throw new NetworkException(NetworkError.INVALID, "a listening socket cannot connect");
            }
            TcpConnection present = connection;
            if (present != null) {
                throwPending();
                boolean opening = present.state() == TcpState.SYN_SENT || present.state() == TcpState.SYN_RECEIVED;
                throw new NetworkException(opening ? NetworkError.ALREADY_CONNECTING : NetworkError.ALREADY_CONNECTED);
            }
            if (port <= 0 || port > 65535) {
                throw new NetworkException(
                        NetworkError.ADDRESS_NOT_AVAILABLE, "port " + port + " cannot be connected to");
            }
            Route route = ip.route(address, boundAddress);
            if (route == null || route.isGroup()) {
                throw new NetworkException(NetworkError.NETWORK_UNREACHABLE, "no route to " + address);
            }
            if (tcp.connections() >= limits.maximumConnections()) {
                throw new NetworkException(NetworkError.NO_BUFFERS, "the limit of connections is reached");
            }
            TcpConnection opened = tcp.connect(settings, route, boundPort, port);
            connection = opened;
            opened.attach(this);
            try {
                opened.open();
            } catch (OutOfMemoryError e) {
                connection = null;
                opened.vanish();
                throw e;
            }
            return false;
        } finally {
            leave();
        }
    }

    /**
     * Starts to accept connections; binds to a free port first if need be. Called again, it changes the backlog.
     *
     * @param backlog most complete connections that wait for {@link #accept}, at least 1; beyond it new ones are not
     *     answered
     * @throws NetworkException {@code ADDRESS_IN_USE}, {@code INVALID} if connected
     */
    public void listen(int backlog) throws NetworkException {
        enter();
        try {
            checkOpen();
            if (connection != null) {
                throw new NetworkException(NetworkError.INVALID, "a connected socket cannot listen");
            }
            TcpListener present = listener;
            if (present != null) {
                present.setBacklog(backlog);
                return;
            }
            if (boundPort == 0) {
                boundPort = tcp.ports().bind(this, boundAddress, 0, settings.reuseAddress);
            }
            if (tcp.ports().isListenedTo(this, boundAddress, boundPort)) {
                throw new NetworkException(
                        NetworkError.ADDRESS_IN_USE, "another socket listens to TCP port " + boundPort);
            }
            listener = new TcpListener(tcp.environment(), this, backlog);
            tcp.listening();
        } finally {
            leave();
        }
    }

    /**
     * The next complete connection; it has the options of this socket.
     *
     * @return null if there is none now
     * @throws OutOfMemoryError if there is no memory for a socket; the connection waits on
     * @throws NetworkException {@code INVALID} if not listening
     */
    public @Nullable TcpSocket accept() throws NetworkException {
        enter();
        try {
            checkOpen();
            TcpListener present = listener;
            if (present == null) {
                throw new NetworkException(NetworkError.INVALID, "the socket does not listen");
            }
            TcpConnection accepted = present.accept();
            if (accepted == null) {
                return null;
            }
            try {
                return new TcpSocket(tcp, accepted);
            } catch (OutOfMemoryError e) {
                present.putBack(accepted);
                throw e;
            }
        } finally {
            leave();
        }
    }

    /**
     * Moves received bytes to {@code target}.
     *
     * @return how many; 0 if none are there now (or {@code target} is full); -1 at the end of the stream or after
     *     {@link #shutdownInput}
     * @throws NetworkException {@code NOT_CONNECTED}, or once the pending error: {@code CONNECTION_RESET},
     *     {@code TIMED_OUT}...
     */
    public int read(ByteBuffer target) throws NetworkException {
        enter();
        try {
            int length = peekLocked(target);
            if (length > 0) {
                connected().receiver().drop(length);
            }
            return length;
        } finally {
            leave();
        }
    }

    /** Like {@link #read}, but the bytes stay (MSG_PEEK). */
    public int peek(ByteBuffer target) throws NetworkException {
        enter();
        try {
            return peekLocked(target);
        } finally {
            leave();
        }
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
        enter();
        try {
            checkOpen();
            TcpConnection present = connected();
            throwPending();
            TcpSender sender = present.sender();
            switch (present.state()) {
                case SYN_SENT, SYN_RECEIVED -> {
                    if (sender.isFinished()) {
                        throw new NetworkException(NetworkError.BROKEN_PIPE);
                    }
                    wantsSpace = true;
                    return 0;
                }
                case ESTABLISHED, CLOSE_WAIT -> {
                    int length = sender.write(source, more);
                    if (source.hasRemaining() || !sender.isWritable()) {
                        wantsSpace = true;
                    }
                    present.makePending();
                    return length;
                }
                default -> throw new NetworkException(NetworkError.BROKEN_PIPE);
            }
        } finally {
            leave();
        }
    }

    /**
     * Discards what was received and what will be; {@link #read} returns -1.
     *
     * @throws NetworkException {@code NOT_CONNECTED}
     */
    public void shutdownInput() throws NetworkException {
        enter();
        try {
            checkOpen();
            TcpConnection present = connected();
            inputShut = true;
            present.shutInput();
            notifyListener();
        } finally {
            leave();
        }
    }

    /**
     * Ends the stream to the peer after the bytes written so far.
     *
     * @throws NetworkException {@code NOT_CONNECTED}
     */
    public void shutdownOutput() throws NetworkException {
        enter();
        try {
            checkOpen();
            TcpConnection present = connected();
            if (present.isOver() && present.state() == TcpState.CLOSED) {
                throw new NetworkException(NetworkError.NOT_CONNECTED);
            }
            present.shutOutput();
            notifyListener();
        } finally {
            leave();
        }
    }

    /**
     * Ends the use of the socket. Bytes written are still delivered in the background; a reset is sent instead if
     * received bytes were not read (RFC 9293 section 3.6, RFC 2525 section 2.17) or the linger time is 0. Connections
     * not accepted are reset. No further readiness is reported, except that the listener is called when the connection
     * is over, see {@link #isOver}. Idempotent.
     */
    @Override
    public void close() {
        enter();
        try {
            if (markClosed()) {
                ended();
                if (connection != null) {
                    connection.close();
                }
            }
        } finally {
            leave();
        }
    }

    /** Ends the connection with a reset; bytes on the way are lost. Idempotent. */
    public void abort() {
        enter();
        try {
            if (markClosed()) {
                ended();
            }
            if (connection != null) {
                connection.abort();
            }
        } finally {
            leave();
        }
    }

    /**
     * Whether nothing is left to be delivered: for a {@link #close} that lingers. True also for a socket without
     * connection.
     */
    public boolean isOver() {
        enter();
        try {
            return connection == null || connection.isOver();
        } finally {
            leave();
        }
    }

    /** The state of the connection. */
    public TcpState state() {
        enter();
        try {
            return connection != null ? connection.state() : listener != null ? TcpState.LISTEN : TcpState.CLOSED;
        } finally {
            leave();
        }
    }

    @Override
    protected Endpoint localLocked() {
        if (connection != null) {
            return connection.key().local();
        }
        return new Endpoint(boundAddress == null ? IpAddress.ANY : boundAddress, boundPort);
    }

    @Override
    protected @Nullable Endpoint remoteLocked() {
        return connection == null ? null : connection.key().remote();
    }

    @Override
    public int available() {
        return locked(() -> connection == null ? 0 : connection.receiver().readable());
    }

    /** Bytes written that the peer has not acknowledged (SIOCOUTQ). */
    public int unacknowledged() {
        return locked(() -> connection == null ? 0 : connection.sender().queued());
    }

    @Override
    protected int optionLocked(NetworkOption option) {
        TcpConnection present = connection;
        if (present != null && option == NetworkOption.RECEIVE_BUFFER) {
            return present.receiver().buffer();
        }
        if (present != null && option == NetworkOption.SEND_BUFFER) {
            return present.sender().limit();
        }
        Integer value = settings.get(option, limits);
        if (value == null) {
            throw unsupported(option);
        }
        return value;
    }

    @Override
    protected void setOptionLocked(NetworkOption option, int value) {
        if (!settings.set(option, value)) {
            throw unsupported(option);
        }
        if (connection != null) {
            connection.settingChanged(option);
        }
    }

    /** The options, which connections accepted from it begin with. */
    TcpSettings settings() {
        return settings;
    }

    boolean reusesAddress() {
        return settings.reuseAddress;
    }

    /** Something happened to the connection or the queue of connections. */
    void changed() {
        notifyListener();
    }

    /** Address that it is bound to, null for all. */
    @Nullable
    IpAddress boundAddress() {
        return boundAddress;
    }

    /** Whether connections to {@code address} can be for it; null means all addresses. */
    boolean overlaps(@Nullable IpAddress address) {
        return boundAddress == null || address == null || boundAddress.equals(address);
    }

    boolean isListening() {
        return listener != null;
    }

    @Nullable
    TcpListener listener() {
        return listener;
    }

    /** The send buffer has got emptier. */
    void spaceFreed(TcpConnection present) {
        if (wantsSpace && !isClosed() && present.sender().isWritable()) {
            wantsSpace = false;
            notifyListener();
        }
    }

    @Override
    protected @Nullable NetworkError takeErrorLocked() {
        return connection == null ? null : connection.takeError();
    }

    @Override
    protected int readinessLocked() {
        if (listener != null) {
            return listener.hasComplete() ? Readiness.READABLE : 0;
        }
        TcpConnection present = connection;
        if (present == null) {
            return Readiness.WRITABLE | Readiness.HANGUP;
        }
        if (present.state() == TcpState.SYN_SENT || present.state() == TcpState.SYN_RECEIVED) {
            return 0;
        }
        int bits = 0;
        if (present.error() != null) {
            bits |= Readiness.ERROR;
        }
        boolean over = present.state() == TcpState.CLOSED || present.state() == TcpState.TIME_WAIT;
        boolean noInput = over || inputShut || present.receiver().isFinished();
        if (noInput) {
            bits |= Readiness.READ_HANGUP | Readiness.READABLE;
        } else if (present.receiver().readable() > 0) {
            bits |= Readiness.READABLE;
        }
        if (over || noInput && present.sender().isFinished()) {
            bits |= Readiness.HANGUP;
        }
        if (over || present.sender().isFinished() || present.sender().isWritable()) {
            bits |= Readiness.WRITABLE;
        } else {
            wantsSpace = true;
        }
        return bits;
    }

    private int peekLocked(ByteBuffer target) throws NetworkException {
        checkOpen();
        TcpConnection present = connected();
        if (inputShut) {
            return -1;
        }
        if (present.receiver().readable() > 0) {
            return present.receiver().peek(target);
        }
        throwPending();
        if (present.receiver().isFinished() || present.isOver()) {
            return -1;
        }
        return 0;
    }

    private void ended() {
        release();
        if (served) {
            served = false;
            tcp.environment().memory().closed();
        }
    }

    /** Whether it counts as one that a listener has handed out. */
    boolean isServed() {
        return served;
    }

    void forgetServed() {
        served = false;
    }

    /** Gives up the port and the queue of connections. */
    private void release() {
        if (listener != null) {
            TcpListener ended = listener;
            listener = null;
            ended.close();
        }
        if (boundPort != 0) {
            tcp.ports().unbind(this, boundPort);
        }
    }

    private TcpConnection connected() throws NetworkException {
        TcpConnection present = connection;
        if (present == null) {
            throw new NetworkException(NetworkError.NOT_CONNECTED);
        }
        return present;
    }
}
