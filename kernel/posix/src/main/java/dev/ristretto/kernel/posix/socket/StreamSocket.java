package dev.ristretto.kernel.posix.socket;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.NetworkOption;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.tcp.TcpState;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Wait;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A TCP socket: fresh, connecting, connected or listening. */
public final class StreamSocket extends Socket {
    private static final int ANYTHING = -1;

    private final TcpSocket tcp;
    private volatile boolean outOfBandInline;
    private volatile boolean inputShut;

    /** A socket that is neither bound nor connected. */
    public StreamSocket(Network network) {
        this(network, network.stack().newTcpSocket());
    }

    private StreamSocket(Network network, TcpSocket tcp) {
        super(network, tcp, STREAM);
        this.tcp = tcp;
        tcp.setReadinessListener(this::changed);
    }

    private void changed(int readiness) {
        // After the release the one event to come is the end of the connection, which a lingering close waits for.
        readinessChanged(isReleased() ? ANYTHING : NetworkErrors.pollEvents(readiness));
    }

    /** listen(2). */
    public void listen(int backlog) throws PosixException {
        try {
            tcp.listen(Math.max(1, backlog));
        } catch (NetworkException e) {
            throw NetworkErrors.translate(e);
        }
    }

    /**
     * accept(2); waits if this socket blocks. Null if there is no connection now, or if the socket was closed
     * meanwhile.
     */
    public @Nullable StreamSocket accept() throws PosixException {
        while (true) {
            StreamSocket connection = tryAccept();
            boolean mayCome = connection == null && !isReleased() && !isNonBlocking();
            if (!mayCome || await(PollEvents.IN, Wait.FOREVER) == 0) {
                return connection;
            }
        }
    }

    /** accept(2) without waiting: null if there is no connection now, or if the socket was closed meanwhile. */
    public @Nullable StreamSocket tryAccept() throws PosixException {
        try {
            TcpSocket connection = tcp.accept();
            return connection == null ? null : accepted(connection);
        } catch (NetworkException e) {
            if (e.error() == NetworkError.CLOSED) {
                return null;
            }
            throw NetworkErrors.translate(e);
        }
    }

    private StreamSocket accepted(TcpSocket connection) {
        try {
            return new StreamSocket(network, connection);
        } catch (OutOfMemoryError e) {
            connection.abort(); // nobody has it, so nobody would ever close it
            throw e;
        }
    }

    /** Closes a socket that never got a descriptor. */
    public void discard() {
        tcp.close();
    }

    @Override
    boolean connectTo(IpAddress address, int port) throws PosixException, NetworkException {
        return tcp.connect(address, port) || !isNonBlocking() && finishConnect(Wait.FOREVER);
    }

    /**
     * connect(2) without waiting.
     *
     * @return true if connected; false if it is under way, see {@link #finishConnect}
     * @throws PosixException ECONNABORTED if an attempt of this socket has failed: another one needs another socket
     */
    public boolean startConnect(IpAddress address, int port) throws PosixException {
        IpAddress target = address.isAny() ? IpAddress.LOOPBACK : address;
        awaitRoute(target);
        try {
            return tcp.connect(target, port);
        } catch (NetworkException e) {
            boolean failedBefore = e.error() == NetworkError.ALREADY_CONNECTED && tcp.state() == TcpState.CLOSED;
            throw failedBefore ? new PosixException(Errno.ECONNABORTED) : NetworkErrors.translate(e);
        }
    }

    /**
     * Waits for the end of a connection attempt.
     *
     * @param timeoutNanos how long to wait at most; 0 to look only, {@link Long#MAX_VALUE} for no limit
     * @return true if connected; false if still under way, or if the socket was closed meanwhile
     * @throws PosixException why the attempt failed
     */
    public boolean finishConnect(long timeoutNanos) throws PosixException {
        if (await(PollEvents.OUT, timeoutNanos) == 0) {
            return false;
        }
        Errno error = takeError();
        if (error != null) {
            throw new PosixException(error);
        }
        return true;
    }

    @Override
    public boolean isListening() {
        return tcp.state() == TcpState.LISTEN;
    }

    @Override
    public SocketName peerName() throws PosixException {
        TcpState present = tcp.state();
        if (present == TcpState.SYN_SENT || present == TcpState.CLOSED) {
            throw new PosixException(Errno.ENOTCONN);
        }
        return super.peerName();
    }

    /** The state of its connection. */
    public TcpState state() {
        return tcp.state();
    }

    @Override
    protected int tryRead(ByteBuffer target) throws PosixException {
        return tryRead(target, false);
    }

    @Override
    public int tryReceive(ByteBuffer target, SocketMessage message, boolean peek) throws PosixException {
        return tryRead(target, peek);
    }

    private int tryRead(ByteBuffer target, boolean peek) throws PosixException {
        if (!target.hasRemaining()) {
            return 0;
        }
        if (inputShut) {
            return END_OF_FILE;
        }
        try {
            int count = peek ? tcp.peek(target) : tcp.read(target);
            return count == 0 ? WOULD_BLOCK : count;
        } catch (NetworkException e) {
            return failed(e);
        }
    }

    @Override
    protected int tryWrite(ByteBuffer source) throws PosixException {
        return tryWrite(source, false);
    }

    @Override
    public int trySend(ByteBuffer source, SocketMessage message) throws PosixException {
        return tryWrite(source, message.more());
    }

    private int tryWrite(ByteBuffer source, boolean more) throws PosixException {
        if (!source.hasRemaining()) {
            return 0;
        }
        try {
            int count = tcp.write(source, more);
            return count == 0 ? WOULD_BLOCK : count;
        } catch (NetworkException e) {
            return failed(e);
        }
    }

    @Override
    public int readiness() {
        return NetworkErrors.pollEvents(tcp.readiness());
    }

    @Override
    public void shutdown(boolean input, boolean output) throws PosixException {
        try {
            if (output) {
                tcp.shutdownOutput();
            }
            if (input) {
                tcp.shutdownInput();
                inputShut = true;
            }
        } catch (NetworkException e) {
            throw NetworkErrors.translate(e);
        }
    }

    @Override
    protected void release() {
        try {
            int linger = tcp.option(NetworkOption.LINGER);
            if (linger > 0 && !isNonBlocking()) {
                closeLingering(linger);
            }
        } finally {
            tcp.close(); // whatever there was no memory for
        }
    }

    private void closeLingering(int seconds) {
        try (Wait wait = new Wait(TimeUnit.SECONDS.toNanos(seconds))) {
            wait.watch(this, ANYTHING);
            tcp.close();
            while (!tcp.isOver() && wait.untilSignalled()) {
                continue;
            }
        }
    }

    @Override
    public int option(SocketOption option) throws PosixException {
        if (option == SocketOption.SO_OOBINLINE) {
            return outOfBandInline ? 1 : 0;
        }
        return super.option(option);
    }

    @Override
    public void setOption(SocketOption option, int value) throws PosixException {
        if (option == SocketOption.SO_OOBINLINE) {
            outOfBandInline = value != 0;
        } else {
            super.setOption(option, value);
        }
    }
}
