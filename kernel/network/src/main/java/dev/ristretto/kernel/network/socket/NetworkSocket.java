package dev.ristretto.kernel.network.socket;

import dev.ristretto.kernel.network.ip.Endpoint;
import dev.ristretto.kernel.network.ip.IpAddress;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the sockets of TCP and UDP have in common: their ends, readiness, pending error and options. They never block.
 * Thread-safe.
 */
public abstract class NetworkSocket {
    private final StackLock lock;
    private boolean closed;
    private @Nullable ReadinessListener listener;

    /** An open socket of the stack with this lock. */
    protected NetworkSocket(StackLock lock) {
        this.lock = lock;
    }

    /**
     * Gives the socket its local end.
     *
     * @param address an own address, {@link IpAddress#ANY} for all, or for UDP a multicast group
     * @param port the port, or 0 for a free one at random (RFC 6056)
     * @throws NetworkException {@code ADDRESS_IN_USE}, {@code ADDRESS_NOT_AVAILABLE}, {@code INVALID} if bound already
     */
    public abstract void bind(IpAddress address, int port) throws NetworkException;

    /** The own end: its address is {@link IpAddress#ANY} if not bound to a particular one, its port 0 if not bound. */
    public final Endpoint local() {
        lock.enter();
        try {
            return localLocked();
        } finally {
            lock.leave();
        }
    }

    /** The peer's end, null if not connected. */
    public final @Nullable Endpoint remote() {
        lock.enter();
        try {
            return remoteLocked();
        } finally {
            lock.leave();
        }
    }

    /** Bytes that can be read now: of the stream, or of the next datagram (FIONREAD). */
    public abstract int available();

    /** Ends the use of the socket. Idempotent. */
    public abstract void close();

    /** The present bits of {@link Readiness}. */
    public final int readiness() {
        lock.enter();
        try {
            return readinessLocked();
        } finally {
            lock.leave();
        }
    }

    /**
     * Sets who is told of events, null for nobody. It is not called for what is ready already: look at
     * {@link #readiness} after.
     */
    public final void setReadinessListener(@Nullable ReadinessListener listener) {
        lock.enter();
        try {
            this.listener = listener;
        } finally {
            lock.leave();
        }
    }

    /** The pending error, which is thereby cleared (SO_ERROR); null if there is none. */
    public final @Nullable NetworkError takeError() {
        lock.enter();
        try {
            return takeErrorLocked();
        } finally {
            lock.leave();
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
        lock.enter();
        try {
            setOptionLocked(option, value);
        } finally {
            lock.leave();
        }
    }

    /** {@link #local} with the stack's lock held. */
    protected abstract Endpoint localLocked();

    /** {@link #remote} with the stack's lock held. */
    protected abstract @Nullable Endpoint remoteLocked();

    /** {@link #readiness} with the stack's lock held. */
    protected abstract int readinessLocked();

    /** {@link #takeError} with the stack's lock held. */
    protected abstract @Nullable NetworkError takeErrorLocked();

    /** {@link #option} with the stack's lock held. */
    protected abstract int optionLocked(NetworkOption option);

    /** {@link #setOption} with the stack's lock held. */
    protected abstract void setOptionLocked(NetworkOption option, int value);

    /** Tells the listener of an event. With the stack's lock held. */
    protected final void notifyListener() {
        ReadinessListener told = listener;
        if (told != null) {
            told.ready(readinessLocked());
        }
    }

    /** A value that is read with the stack's lock held. */
    protected final int locked(IntSupplier value) {
        lock.enter();
        try {
            return value.getAsInt();
        } finally {
            lock.leave();
        }
    }

    /** Begins a call into the stack, see {@link StackLock#enter}. */
    protected final void enter() {
        lock.enter();
    }

    /** Ends a call into the stack. */
    protected final void leave() {
        lock.leave();
    }

    /** Marks the socket as closed; false if it was before. */
    protected final boolean markClosed() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    /** Whether the socket has been closed. */
    protected final boolean isClosed() {
        return closed;
    }

    /** Fails if the socket has been closed. */
    protected final void checkOpen() throws NetworkException {
        if (closed) {
            throw new NetworkException(NetworkError.CLOSED);
        }
    }

    /** Fails with the pending error if there is one. */
    protected final void throwPending() throws NetworkException {
        NetworkError pending = takeErrorLocked();
        if (pending != null) {
            throw new NetworkException(pending);
        }
    }

    /** The failure to get or set an option that this socket does not have. */
    protected final UnsupportedOperationException unsupported(NetworkOption option) {
        return new UnsupportedOperationException(getClass().getSimpleName() + " has no option " + option);
    }

    /** The value of an option that is a flag. */
    protected static int flag(boolean on) {
        return on ? 1 : 0;
    }
}
