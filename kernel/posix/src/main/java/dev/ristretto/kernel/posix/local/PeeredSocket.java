package dev.ristretto.kernel.posix.local;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.socket.PeerCredentials;
import dev.ristretto.kernel.posix.socket.SocketName;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A local socket and its peer: who it is, which directions are open, and what happens when one of the two goes. */
abstract sealed class PeeredSocket extends NamedSocket permits LocalSocket {
    private static final int ENDED = PollEvents.IN | PollEvents.OUT | PollEvents.RDHUP | PollEvents.HUP;

    final Inbox inbox;
    private volatile @Nullable LocalSocket peer;
    private volatile PeerCredentials peerCredentials = PeerCredentials.NOBODY;
    private final AtomicReference<@Nullable Errno> error = new AtomicReference<>();
    private volatile boolean inputShut;
    private volatile boolean outputShut;
    private volatile boolean closed;

    PeeredSocket(LocalAddresses addresses, LocalType type, PeerCredentials own) {
        super(addresses, type, own);
        inbox = new Inbox(addresses);
    }

    final void join(@Nullable LocalSocket other, PeerCredentials who) {
        peer = other;
        peerCredentials = who;
    }

    @Override
    public final boolean hasPeer() {
        return peer != null;
    }

    @Override
    public @Nullable SocketName peerName() throws PosixException {
        LocalSocket other = peer;
        if (other == null) {
            throw new PosixException(Errno.ENOTCONN);
        }
        return other.localName();
    }

    /** Who has made the peer or listened for it (SO_PEERCRED). */
    public PeerCredentials peerCredentials() {
        return peerCredentials;
    }

    final @Nullable LocalSocket peer() {
        return peer;
    }

    final boolean isInputShut() {
        return inputShut;
    }

    final boolean isOutputShut() {
        return outputShut;
    }

    final boolean isClosed() {
        return closed;
    }

    final boolean hasError() {
        return error.get() != null;
    }

    final void fail(Errno reason) {
        error.set(reason);
        readinessChanged(PollEvents.ERR);
    }

    /** Forgets whom datagrams are sent to. */
    public final void disconnect() {
        if (!type.isConnected()) {
            replacePeer(null);
        }
    }

    final void replacePeer(@Nullable LocalSocket target) {
        LocalSocket before = peer;
        peer = target;
        if (before != null) {
            before.inbox.forget((LocalSocket) this);
        }
        readinessChanged(PollEvents.OUT);
    }

    /** A datagram socket takes from its peer alone, if it has one. */
    final void requireMayReceive(LocalSocket sender) throws PosixException {
        if (closed) {
            throw new PosixException(Errno.ECONNREFUSED);
        }
        LocalSocket only = peer;
        if (only != null && only != sender) {
            throw new PosixException(Errno.EPERM);
        }
        if (inputShut) {
            throw new PosixException(Errno.EPIPE);
        }
    }

    final void throwError() throws PosixException {
        Errno pending = takeError();
        if (pending != null) {
            throw new PosixException(pending);
        }
    }

    @Override
    public final @Nullable Errno takeError() {
        return error.getAndSet(null);
    }

    @Override
    public final void shutdown(boolean input, boolean output) throws PosixException {
        LocalSocket other = peer;
        if (type.isConnected() && other == null) {
            throw new PosixException(Errno.ENOTCONN);
        }
        shut(input, output);
        if (type.isConnected() && other != null) {
            other.shut(output, input);
        }
    }

    final void shut(boolean input, boolean output) {
        inputShut |= input;
        outputShut |= output;
        readinessChanged(ENDED);
    }

    /** A full inbox that this socket has tried to send to has room again. */
    final void roomGrew() {
        readinessChanged(PollEvents.OUT);
    }

    @Override
    protected void release() {
        super.release();
        leave(false);
    }

    /** Ends a connection that was never accepted. */
    final void abandon() {
        leave(true);
    }

    /** Closes a socket that never got a descriptor. */
    public final void discard() {
        leave(false);
    }

    private void leave(boolean reset) {
        closed = true;
        boolean unread = inbox.close();
        LocalSocket other = peer;
        if (other == null) {
            return;
        }
        other.inbox.forget((LocalSocket) this);
        if (type.isConnected()) {
            if (reset || unread) {
                other.fail(Errno.ECONNRESET);
            }
            other.shut(true, true);
        }
    }
}
