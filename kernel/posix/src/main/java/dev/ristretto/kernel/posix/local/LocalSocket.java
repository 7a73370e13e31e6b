package dev.ristretto.kernel.posix.local;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Wait;
import dev.ristretto.kernel.posix.socket.PeerCredentials;
import dev.ristretto.kernel.posix.socket.SocketMessage;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A socket that reaches programs of this machine alone (unix(7)). What is sent lies in the receiver's {@link Inbox}.
 * Safe for use by several threads.
 */
public final class LocalSocket extends PeeredSocket {
    private static final int ANYTHING = -1;

    /** A socket without name and peer, made by {@code own}. */
    public LocalSocket(LocalAddresses addresses, LocalType type, PeerCredentials own) {
        super(addresses, type, own);
    }

    /** socketpair(2): makes two that are each other's peer. */
    public static List<LocalSocket> pair(LocalAddresses addresses, LocalType type, PeerCredentials own) {
        LocalSocket left = new LocalSocket(addresses, type, own);
        LocalSocket right = new LocalSocket(addresses, type, own);
        left.join(right, own);
        right.join(left, own);
        return List.of(left, right);
    }

    /**
     * connect(2) without waiting; for datagrams it chooses whom is sent to.
     *
     * @return false if too many connections wait there to be accepted, see {@link #awaitBacklog}
     * @throws PosixException ECONNREFUSED, EPROTOTYPE, EISCONN, EINVAL if it listens, EPERM if it has another peer
     */
    public boolean tryConnect(LocalSocket target) throws PosixException {
        if (target.type != type) {
            throw new PosixException(Errno.EPROTOTYPE);
        }
        if (!type.isConnected()) {
            target.requireMayReceive(this);
            replacePeer(target);
            return true;
        }
        Backlog there = target.backlog();
        try (var _ = mutex.hold()) {
            if (isListening()) {
                throw new PosixException(Errno.EINVAL);
            }
            if (hasPeer()) {
                throw new PosixException(Errno.EISCONN);
            }
            if (there == null) {
                throw new PosixException(Errno.ECONNREFUSED);
            }
            LocalSocket connection = new LocalSocket(addresses, type, target.own);
            connection.join(this, own);
            connection.inherit(target);
            join(connection, target.own); // before it can be accepted and answered, or abandoned
            boolean added = false;
            try {
                added = there.add(connection);
            } finally {
                if (!added) {
                    join(null, PeerCredentials.NOBODY);
                }
            }
            if (!added) {
                return false;
            }
        }
        target.readinessChanged(PollEvents.IN);
        readinessChanged(PollEvents.OUT);
        return true;
    }

    /** Waits until one more connection can wait at {@code target}; false as {@link #awaitRoom}. */
    public boolean awaitBacklog(LocalSocket target, long timeoutNanos) {
        try (Wait wait = new Wait(timeoutNanos)) {
            wait.watch(target, ANYTHING);
            while (!target.isClosed() && !isReleased()) {
                Backlog there = target.backlog();
                if (there == null || there.hasRoom()) {
                    return true;
                }
                if (!wait.untilSignalled()) {
                    return false;
                }
            }
            return !isReleased();
        }
    }

    @Override
    public int trySend(ByteBuffer source, SocketMessage message) throws PosixException {
        LocalSocket target = target(message);
        boolean stream = type == LocalType.STREAM;
        if (stream && !source.hasRemaining()) {
            return 0;
        }
        if (!stream && source.remaining() > Inbox.LONGEST_MESSAGE) {
            throw new PosixException(Errno.EMSGSIZE);
        }
        int room = target.inbox.room();
        if (room == 0 && !target.inbox.hasRoomFor(this)) {
            return WOULD_BLOCK;
        }
        int length = stream ? Math.min(source.remaining(), Math.max(room, 1)) : source.remaining();
        PeerCredentials said = message.credentials();
        List<OpenFile> files = List.copyOf(message.files());
        addresses.filesLeave(files.size());
        files.forEach(OpenFile::retain);
        LocalMessage sent = new LocalMessage(source.slice(), length, name(), said == null ? own : said, files);
        if (!target.inbox.add(sent, this)) {
            files.forEach(OpenFile::dropDescriptor);
            addresses.filesArrive(files.size());
            return WOULD_BLOCK;
        }
        source.position(source.position() + length);
        target.readinessChanged(PollEvents.IN);
        return length;
    }

    private LocalSocket target(SocketMessage message) throws PosixException {
        throwError();
        LocalSocket other = peer();
        boolean named = message.name() != null;
        if (type.isConnected() && named) {
            throw new PosixException(other == null ? Errno.EOPNOTSUPP : Errno.EISCONN);
        }
        LocalSocket target = message.name() instanceof LocalTarget found ? found.socket() : other;
        if (target == null) {
            throw new PosixException(Errno.ENOTCONN);
        }
        if (isOutputShut()) {
            throw new PosixException(Errno.EPIPE);
        }
        if (!type.isConnected()) {
            if (target.type != type) {
                throw new PosixException(Errno.EPROTOTYPE);
            }
            target.requireMayReceive(this);
        }
        return target;
    }

    @Override
    public boolean awaitRoom(SocketMessage message, long timeoutNanos) {
        LocalSocket target = message.name() instanceof LocalTarget found ? found.socket() : peer();
        if (target == null) {
            return true;
        }
        try (Wait wait = new Wait(timeoutNanos)) {
            wait.watch(this, ANYTHING);
            while (!isReleased()) {
                if (isOutputShut() || hasError() || target.inbox.hasRoomFor(this)) {
                    return true;
                }
                if (!wait.untilSignalled()) {
                    return false;
                }
            }
            return false;
        }
    }

    @Override
    public int tryReceive(ByteBuffer target, SocketMessage message, boolean peek) throws PosixException {
        if (type.isConnected() && !hasPeer()) {
            throw new PosixException(type == LocalType.STREAM ? Errno.EINVAL : Errno.ENOTCONN);
        }
        if (type == LocalType.STREAM && !target.hasRemaining()) {
            return 0;
        }
        boolean ended = isInputShut(); // before looking for messages: what was sent before the end counts
        int before = target.position();
        boolean received = type == LocalType.STREAM
                ? inbox.receiveStream(target, message, peek, tellsCredentials())
                : inbox.receiveMessage(target, message, peek);
        if (received) {
            return target.position() - before;
        }
        throwError();
        return ended ? END_OF_FILE : WOULD_BLOCK;
    }

    @Override
    protected int tryRead(ByteBuffer target) throws PosixException {
        SocketMessage message = new SocketMessage();
        int count = tryReceive(target, message, false);
        message.files().forEach(OpenFile::dropDescriptor); // a read cannot take them
        return count;
    }

    @Override
    protected int tryWrite(ByteBuffer source) throws PosixException {
        return trySend(source, new SocketMessage());
    }

    @Override
    public int available() {
        return inbox.available(type == LocalType.STREAM);
    }

    @Override
    public int readiness() {
        Backlog connections = backlog();
        if (connections != null) {
            return connections.isEmpty() ? 0 : PollEvents.IN;
        }
        LocalSocket target = peer();
        boolean lonely = type.isConnected() && target == null;
        boolean inputShut = isInputShut();
        boolean outputShut = isOutputShut();
        boolean in = !inbox.isEmpty() || inputShut;
        boolean out = outputShut || target == null || target.inbox.hasRoomFor(this);
        return (in ? PollEvents.IN : 0)
                | (out ? PollEvents.OUT : 0)
                | (inputShut ? PollEvents.RDHUP : 0)
                | (inputShut && outputShut || lonely ? PollEvents.HUP : 0)
                | (hasError() ? PollEvents.ERR : 0);
    }
}
