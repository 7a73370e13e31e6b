package dev.ristretto.kernel.posix.local;

import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.Mutex;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Process;
import dev.ristretto.kernel.posix.socket.OpenSocket;
import dev.ristretto.kernel.posix.socket.PeerCredentials;
import dev.ristretto.kernel.posix.socket.SocketName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a local socket is to others before it has a peer: its type, its name and the connections that wait for it. */
abstract sealed class NamedSocket extends OpenSocket permits PeeredSocket {
    final LocalAddresses addresses;
    final LocalType type;
    final PeerCredentials own;
    final Mutex mutex = new Mutex();
    private volatile @Nullable LocalName name;
    private @Nullable Inode file;
    private boolean ownsName;
    private volatile @Nullable Backlog backlog;
    private volatile boolean tellsCredentials;

    NamedSocket(LocalAddresses addresses, LocalType type, PeerCredentials own) {
        this.addresses = addresses;
        this.type = type;
        this.own = own;
    }

    @Override
    public final int type() {
        return type.number();
    }

    @Override
    public final @Nullable SocketName localName() {
        return name;
    }

    @Nullable
    LocalName name() {
        return name;
    }

    /** Whether what is received says who sent it (SO_PASSCRED). */
    public final boolean tellsCredentials() {
        return tellsCredentials;
    }

    public final void setTellsCredentials(boolean value) {
        tellsCredentials = value;
    }

    /** A connection has the name of who listened for it, and its options. */
    final void inherit(NamedSocket listener) {
        name = listener.name;
        tellsCredentials = listener.tellsCredentials;
    }

    /** Whether it has a peer. */
    public abstract boolean hasPeer();

    /**
     * bind(2).
     *
     * @param wanted null for some abstract name
     * @param process in which paths are looked up
     * @throws PosixException EINVAL if it has a name, EADDRINUSE if the name is taken
     */
    public final void bind(@Nullable LocalName wanted, Process process) throws PosixException {
        try (var _ = mutex.hold()) {
            if (name != null) {
                throw new PosixException(Errno.EINVAL);
            }
            if (wanted == null) {
                name = addresses.addSome((LocalSocket) this);
            } else {
                file = addresses.add((LocalSocket) this, wanted, process);
                name = wanted;
            }
            ownsName = true;
        }
    }

    /** listen(2); EINVAL without a name, EOPNOTSUPP for datagrams. */
    public final void listen(int limit) throws PosixException {
        if (!type.isConnected()) {
            throw new PosixException(Errno.EOPNOTSUPP);
        }
        try (var _ = mutex.hold()) {
            if (name == null || hasPeer()) {
                throw new PosixException(Errno.EINVAL);
            }
            Backlog present = backlog;
            if (present == null) {
                backlog = new Backlog(limit);
            } else {
                present.setLimit(limit);
            }
        }
        readinessChanged(PollEvents.OUT);
    }

    @Override
    public final boolean isListening() {
        return backlog != null;
    }

    /** The connections that wait; null if it does not listen. */
    final @Nullable Backlog backlog() {
        return backlog;
    }

    /** accept(2) without waiting: null if there is no connection now; EINVAL if it does not listen. */
    public final @Nullable LocalSocket tryAccept() throws PosixException {
        Backlog present = backlog;
        if (present == null) {
            throw new PosixException(type.isConnected() ? Errno.EINVAL : Errno.EOPNOTSUPP);
        }
        LocalSocket connection = present.take();
        if (connection != null) {
            readinessChanged(PollEvents.OUT); // those who wait to connect watch the listener
        }
        return connection;
    }

    @Override
    protected void release() {
        LocalName had;
        Backlog present;
        try (var _ = mutex.hold()) {
            had = ownsName ? name : null;
            ownsName = false;
            present = backlog;
        }
        if (had != null) {
            addresses.remove(had, file);
        }
        List<LocalSocket> inVain = present == null ? List.of() : present.close();
        inVain.forEach(LocalSocket::abandon);
    }
}
