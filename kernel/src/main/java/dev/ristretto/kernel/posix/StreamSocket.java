package dev.ristretto.kernel.posix;

import dev.ristretto.network.NetworkError;
import dev.ristretto.network.NetworkException;
import dev.ristretto.network.TcpSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A TCP socket: fresh, connecting, connected or listening. */
public final class StreamSocket extends Socket {
    private static final int ANYTHING = -1;

    private final TcpSocket tcp;
    private volatile int typeOfService;
    private volatile boolean outOfBandInline;
    private volatile boolean inputShut;

    /** A socket that is neither bound nor connected. */
    public StreamSocket(Network network) {
        this(network, network.stack().newTcpSocket());
    }

    private StreamSocket(Network network, TcpSocket tcp) {
        super(network);
        this.tcp = tcp;
        tcp.setReadinessListener(this::changed);
    }

    private void changed(int readiness) {
        // After the release the one event to come is the end of the connection, which a lingering close waits for.
        readinessChanged(isReleased() ? ANYTHING : NetworkErrors.pollEvents(readiness));
    }

    @Override
    public void bind(int address, int port) throws PosixException {
        if (address != 0) {
            awaitRoute(address);
        }
        try {
            tcp.bind(address, port);
        } catch (NetworkException e) {
            throw NetworkErrors.translate(e);
        }
    }

    /** listen(2). */
    public void listen(int backlog) throws PosixException {
        try {
            tcp.listen(Math.max(1, backlog));
        } catch (NetworkException e) {
            throw NetworkErrors.translate(e);
        }
    }

    /** accept(2); waits if this socket blocks. Null if there is no connection now, or if the socket was closed meanwhile. */
    public @Nullable StreamSocket accept() throws PosixException {
        while (true) {
            try {
                TcpSocket connection = tcp.accept();
                if (connection != null) {
                    return new StreamSocket(network, connection);
                }
            } catch (NetworkException e) {
                if (e.error() == NetworkError.CLOSED) {
                    return null;
                }
                throw NetworkErrors.translate(e);
            }
            if (isNonBlocking() || await(PollEvents.IN, Wait.FOREVER) == 0) {
                return null;
            }
        }
    }

    /** Closes a socket that never got a descriptor. */
    public void discard() {
        tcp.close();
    }

    @Override
    public boolean connect(int address, int port) throws PosixException {
        int target = address == 0 ? dev.ristretto.network.Ipv4.LOOPBACK : address;
        awaitRoute(target);
        try {
            if (tcp.connect(target, port)) {
                return true;
            }
        } catch (NetworkException e) {
            throw NetworkErrors.translate(e);
        }
        return !isNonBlocking() && finishConnect(Wait.FOREVER);
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
    protected int tryRead(ByteBuffer target) throws PosixException {
        if (!target.hasRemaining()) {
            return 0;
        }
        if (inputShut) {
            return END_OF_FILE;
        }
        try {
            int count = tcp.read(target);
            return count == 0 ? WOULD_BLOCK : count;
        } catch (NetworkException e) {
            return failed(e);
        }
    }

    @Override
    protected int tryWrite(ByteBuffer source) throws PosixException {
        if (!source.hasRemaining()) {
            return 0;
        }
        try {
            int count = tcp.write(source);
            return count == 0 ? WOULD_BLOCK : count;
        } catch (NetworkException e) {
            return failed(e);
        }
    }

    /** Whoever reads or writes while another thread closes the socket was interrupted; all else is a failure. */
    private int failed(NetworkException e) throws PosixException {
        if (e.error() == NetworkError.CLOSED && isReleased()) {
            return INTERRUPTED;
        }
        throw NetworkErrors.translate(e);
    }

    @Override
    public int readiness() {
        return NetworkErrors.pollEvents(tcp.readiness());
    }

    @Override
    public int available() {
        return tcp.available();
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
        int linger = tcp.linger();
        if (linger <= 0 || isNonBlocking()) {
            tcp.close();
            return;
        }
        try (Wait wait = new Wait(TimeUnit.SECONDS.toNanos(linger))) {
            wait.watch(this, ANYTHING);
            tcp.close();
            while (!tcp.isOver() && wait.untilSignalled()) {
                continue;
            }
        }
    }

    @Override
    public int localAddress() {
        return tcp.localAddress();
    }

    @Override
    public int localPort() {
        return tcp.localPort();
    }

    @Override
    public int remoteAddress() {
        return tcp.remoteAddress();
    }

    @Override
    public int remotePort() {
        return tcp.remotePort();
    }

    @Override
    public @Nullable Errno takeError() {
        NetworkError error = tcp.takeError();
        return error == null ? null : NetworkErrors.errno(error);
    }

    @Override
    public int option(SocketOption option) throws PosixException {
        return switch (option) {
            case SO_TYPE -> 1;
            case SO_ERROR -> {
                Errno error = takeError();
                yield error == null ? 0 : error.number();
            }
            case SO_REUSEADDR -> tcp.reuseAddress() ? 1 : 0;
            case SO_SNDBUF -> tcp.sendBuffer();
            case SO_RCVBUF -> tcp.receiveBuffer();
            case SO_KEEPALIVE -> tcp.keepAlive() ? 1 : 0;
            case SO_OOBINLINE -> outOfBandInline ? 1 : 0;
            case SO_LINGER -> tcp.linger();
            case IP_TOS -> typeOfService;
            case TCP_NODELAY -> tcp.noDelay() ? 1 : 0;
            case TCP_KEEPIDLE -> tcp.keepAliveIdle();
            case TCP_KEEPINTVL -> tcp.keepAliveInterval();
            case TCP_KEEPCNT -> tcp.keepAliveCount();
            default -> throw new PosixException(Errno.ENOPROTOOPT);
        };
    }

    @Override
    public void setOption(SocketOption option, int value) throws PosixException {
        try {
            switch (option) {
                case SO_REUSEADDR -> tcp.setReuseAddress(value != 0);
                case SO_SNDBUF -> tcp.setSendBuffer(value);
                case SO_RCVBUF -> tcp.setReceiveBuffer(value);
                case SO_KEEPALIVE -> tcp.setKeepAlive(value != 0);
                case SO_OOBINLINE -> outOfBandInline = value != 0;
                case SO_LINGER -> tcp.setLinger(value < 0 ? -1 : value);
                case IP_TOS -> typeOfService = value & 0xff;
                case TCP_NODELAY -> tcp.setNoDelay(value != 0);
                case TCP_KEEPIDLE -> tcp.setKeepAliveIdle(value);
                case TCP_KEEPINTVL -> tcp.setKeepAliveInterval(value);
                case TCP_KEEPCNT -> tcp.setKeepAliveCount(value);
                default -> throw new PosixException(Errno.ENOPROTOOPT);
            }
        } catch (IllegalArgumentException e) {
            throw new PosixException(Errno.EINVAL);
        }
    }
}
