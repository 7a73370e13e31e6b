package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.local.LocalAddresses;
import dev.ristretto.kernel.posix.local.LocalName;
import dev.ristretto.kernel.posix.local.LocalSocket;
import dev.ristretto.kernel.posix.socket.DatagramSocket;
import dev.ristretto.kernel.posix.socket.InternetName;
import dev.ristretto.kernel.posix.socket.OpenSocket;
import dev.ristretto.kernel.posix.socket.Socket;
import dev.ristretto.kernel.posix.socket.StreamSocket;
import org.jspecify.annotations.Nullable;

/** The calls that connect sockets: listen(2), accept(2), accept4(2), connect(2), shutdown(2). */
final class ConnectionCalls {
    /** The longest backlog (net.core.somaxconn); what is longer or negative is cut to it. */
    private static final int LONGEST_BACKLOG = 4096;

    private static final int SHUT_RD = 0;
    private static final int SHUT_RDWR = 2;

    private final LocalAddresses addresses;

    ConnectionCalls(LocalAddresses addresses) {
        this.addresses = addresses;
    }

    void addTo(CallTable table) {
        table.set(SystemCalls.LISTEN, this::listen);
        table.set(SystemCalls.ACCEPT, caller -> accept(caller, 0));
        table.set(SystemCalls.ACCEPT4, caller -> accept(caller, caller.intArgument(3)));
        table.set(SystemCalls.CONNECT, this::connect);
        table.set(SystemCalls.SHUTDOWN, this::shutdown);
    }

    private long listen(Caller caller) throws PosixException {
        int wanted = caller.intArgument(1);
        int backlog = wanted < 0 ? LONGEST_BACKLOG : Math.min(wanted, LONGEST_BACKLOG);
        switch (SocketLookup.socket(caller)) {
            case StreamSocket stream -> stream.listen(backlog);
            case LocalSocket local -> local.listen(backlog);
            default -> throw new PosixException(Errno.EOPNOTSUPP);
        }
        return 0;
    }

    private long accept(Caller caller, int flags) throws PosixException {
        SocketOpening.requireKnown(flags);
        OpenSocket listener = SocketLookup.socket(caller);
        OpenSocket connection = accept(caller, listener);
        connection.setNonBlocking((flags & SocketNumbers.SOCK_NONBLOCK) != 0);
        int fd;
        try {
            fd = SocketLookup.open(caller, connection, (flags & SocketNumbers.SOCK_CLOEXEC) != 0);
        } catch (PosixException e) {
            discard(connection);
            throw e;
        }
        try {
            byte[] name = SocketAddresses.bytes(connection.peerName(), SocketLookup.family(connection));
            SocketAddresses.give(caller, name, caller.argument(1), caller.argument(2));
        } catch (PosixException e) {
            caller.process().descriptors().close(fd);
            throw e;
        }
        return fd;
    }

    private static OpenSocket accept(Caller caller, OpenSocket listener) throws PosixException {
        long deadline = SocketLookup.deadline(listener.receivePatience());
        while (true) {
            OpenSocket connection = switch (listener) {
                case StreamSocket stream -> stream.tryAccept();
                case LocalSocket local -> local.tryAccept();
                default -> throw new PosixException(Errno.EOPNOTSUPP);
            };
            if (connection != null) {
                return connection;
            }
            if (listener.isNonBlocking()) {
                throw new PosixException(Errno.EAGAIN);
            }
            if (listener.await(PollEvents.IN, SocketLookup.left(deadline)) == 0) {
                throw SocketLookup.endOfWait(caller, listener, deadline, Errno.EAGAIN);
            }
        }
    }

    private static void discard(OpenSocket connection) {
        switch (connection) {
            case StreamSocket stream -> stream.discard();
            case LocalSocket local -> local.discard();
            default -> throw new IllegalStateException("accepted from what accepts nothing");
        }
    }

    private long connect(Caller caller) throws PosixException {
        OpenSocket socket = SocketLookup.socket(caller);
        byte[] address = SocketAddresses.bytes(caller.memory(), caller.argument(1), caller.intArgument(2));
        if (address.length < Short.BYTES) {
            throw new PosixException(Errno.EINVAL);
        }
        boolean nobody = SocketAddresses.family(address) == SocketNumbers.AF_UNSPEC;
        switch (socket) {
            case DatagramSocket datagrams when nobody -> datagrams.disconnect();
            case DatagramSocket datagrams -> connect(datagrams, SocketAddresses.internet(address, false));
            case StreamSocket stream -> connect(caller, stream, SocketAddresses.internet(address, false));
            case LocalSocket local when nobody -> local.disconnect();
            case LocalSocket local -> connect(caller, local, SocketAddresses.local(address));
            case RouteSocket route -> route.connect(address);
            default -> throw new PosixException(Errno.EOPNOTSUPP);
        }
        return 0;
    }

    private static void connect(Socket socket, InternetName name) throws PosixException {
        boolean unused = socket.connect(name.address(), name.port());
    }

    private static void connect(Caller caller, StreamSocket socket, InternetName name) throws PosixException {
        if (socket.startConnect(name.address(), name.port())) {
            return;
        }
        if (socket.isNonBlocking()) {
            throw new PosixException(Errno.EINPROGRESS);
        }
        long deadline = SocketLookup.deadline(socket.sendPatience());
        if (!socket.finishConnect(SocketLookup.left(deadline))) {
            throw SocketLookup.endOfWait(caller, socket, deadline, Errno.EINPROGRESS);
        }
    }

    private void connect(Caller caller, LocalSocket socket, @Nullable LocalName name) throws PosixException {
        if (name == null) {
            throw new PosixException(Errno.EINVAL);
        }
        LocalSocket target = addresses.find(name, caller.process());
        long deadline = SocketLookup.deadline(socket.sendPatience());
        while (!socket.tryConnect(target)) {
            if (socket.isNonBlocking()) {
                throw new PosixException(Errno.EAGAIN);
            }
            if (!socket.awaitBacklog(target, SocketLookup.left(deadline))) {
                throw SocketLookup.endOfWait(caller, socket, deadline, Errno.EAGAIN);
            }
        }
    }

    private long shutdown(Caller caller) throws PosixException {
        OpenSocket socket = SocketLookup.socket(caller);
        int how = caller.intArgument(1);
        if (how < SHUT_RD || how > SHUT_RDWR) {
            throw new PosixException(Errno.EINVAL);
        }
        socket.shutdown(how != SHUT_RD + 1, how != SHUT_RD);
        return 0;
    }
}
