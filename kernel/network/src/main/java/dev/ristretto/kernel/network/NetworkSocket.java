package dev.ristretto.kernel.network;

import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What the sockets of TCP and UDP have in common: their ends, readiness, pending error and options. They never block. Thread-safe. */
public abstract sealed class NetworkSocket permits TcpSocket, UdpSocket {
    final NetworkStack stack;
    boolean closed;
    private @Nullable ReadinessListener listener;

    NetworkSocket(NetworkStack stack) {
        this.stack = stack;
    }

    /**
     * Gives the socket its local end.
     *
     * @param address an own address, 0 for all, or for UDP a multicast group
     * @param port the port, or 0 for a free one at random (RFC 6056)
     * @throws NetworkException {@code ADDRESS_IN_USE}, {@code ADDRESS_NOT_AVAILABLE}, {@code INVALID} if bound already
     */
    public abstract void bind(int address, int port) throws NetworkException;

    /** Own address, 0 if not bound to one. */
    public abstract int localAddress();

    /** Own port, 0 if not bound. */
    public abstract int localPort();

    /** Address of the peer, 0 if not connected. */
    public abstract int remoteAddress();

    /** Port of the peer, 0 if not connected. */
    public abstract int remotePort();

    /** Bytes that can be read now: of the stream, or of the next datagram (FIONREAD). */
    public abstract int available();

    /** Ends the use of the socket. Idempotent. */
    public abstract void close();

    /** The present bits of {@link Readiness}. */
    public final int readiness() {
        stack.enter();
        try {
            return readinessLocked();
        } finally {
            stack.leave();
        }
    }

    /** Sets who is told of events, null for nobody. It is not called for what is ready already: look at {@link #readiness} after. */
    public final void setReadinessListener(@Nullable ReadinessListener listener) {
        stack.enter();
        try {
            this.listener = listener;
        } finally {
            stack.leave();
        }
    }

    /** The pending error, which is thereby cleared (SO_ERROR); null if there is none. */
    public final @Nullable NetworkError takeError() {
        stack.enter();
        try {
            return takeErrorLocked();
        } finally {
            stack.leave();
        }
    }

    /**
     * The present value of an option.
     *
     * @throws UnsupportedOperationException if this socket does not have the option
     */
    public final int option(NetworkOption option) {
        return locked(() -> optionLocked(option));
    }

    /**
     * Sets an option. Sizes and times are brought into the range that is possible.
     *
     * @throws UnsupportedOperationException if this socket does not have the option
     * @throws IllegalArgumentException if the option does not take the value
     */
    public final void setOption(NetworkOption option, int value) {
        stack.enter();
        try {
            setOptionLocked(option, value);
        } finally {
            stack.leave();
        }
    }

    abstract int readinessLocked();

    abstract @Nullable NetworkError takeErrorLocked();

    abstract int optionLocked(NetworkOption option);

    abstract void setOptionLocked(NetworkOption option, int value);

    final void notifyListener() {
        ReadinessListener told = listener;
        if (told != null) {
            told.ready(readinessLocked());
        }
    }

    /** A value that is read with the stack's lock held. */
    final int locked(IntSupplier value) {
        stack.enter();
        try {
            return value.getAsInt();
        } finally {
            stack.leave();
        }
    }

    final void checkOpen() throws NetworkException {
        if (closed) {
            throw new NetworkException(NetworkError.CLOSED);
        }
    }

    final void throwPending() throws NetworkException {
        NetworkError pending = takeErrorLocked();
        if (pending != null) {
            throw new NetworkException(pending);
        }
    }

    final UnsupportedOperationException unsupported(NetworkOption option) {
        return new UnsupportedOperationException(getClass().getSimpleName() + " has no option " + option);
    }

    static int flag(boolean on) {
        return on ? 1 : 0;
    }
}
