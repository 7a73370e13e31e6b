package dev.ristretto.kernel.personality.jdk.nio;

import dev.ristretto.kernel.network.ip.Endpoint;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.personality.jdk.Descriptors;
import dev.ristretto.kernel.personality.jdk.JdkExceptions;
import dev.ristretto.kernel.personality.jdk.net.Addresses;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.socket.DatagramSocket;
import dev.ristretto.kernel.posix.socket.Socket;
import dev.ristretto.kernel.posix.socket.SocketOption;
import dev.ristretto.kernel.posix.socket.StreamSocket;
import dev.ristretto.kernel.system.SystemInstance;
import java.io.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What the native methods of sun.nio.ch.Net do, with the results and exceptions of the JDK's Net.c. */
final class SocketCalls {
    /** IOStatus.UNAVAILABLE. */
    static final int UNAVAILABLE = -2;

    /** IOStatus.INTERRUPTED. */
    static final int INTERRUPTED = -3;

    static final int IPPROTO_TCP = 6;
    static final int TCP_KEEPIDLE = 4;
    static final int TCP_KEEPINTVL = 5;
    static final int TCP_KEEPCNT = 6;
    private static final int SHUT_RD = 0;
    private static final int SHUT_WR = 1;

    private SocketCalls() {}

    static int newStreamSocket(boolean reuse) throws IOException {
        StreamSocket socket = new StreamSocket(SystemInstance.network());
        try {
            if (reuse) {
                socket.setOption(SocketOption.SO_REUSEADDR, 1);
            }
            return Descriptors.table().open(socket);
        } catch (PosixException e) {
            throw JdkExceptions.SOCKET.translate(e);
        }
    }

    static int newDatagramSocket() throws IOException {
        return JdkExceptions.SOCKET.asInt(() -> Descriptors.table().open(new DatagramSocket(SystemInstance.network())));
    }

    static Socket socket(FileDescriptor fd) throws IOException {
        return JdkExceptions.SOCKET.get(() -> Descriptors.socket(fd));
    }

    static Endpoint remote(FileDescriptor fd) throws IOException {
        Endpoint remote = socket(fd).remote();
        if (remote == null) {
            throw JdkExceptions.SOCKET.translate(new PosixException(Errno.ENOTCONN));
        }
        return remote;
    }

    private static StreamSocket streamSocket(int fd) throws PosixException {
        return Descriptors.table().get(fd, StreamSocket.class, Errno.EOPNOTSUPP);
    }

    private static DatagramSocket datagramSocket(FileDescriptor fd) throws PosixException {
        return Descriptors.table().get(Descriptors.number(fd), DatagramSocket.class, Errno.EOPNOTSUPP);
    }

    static void bind(FileDescriptor fd, InetAddress address, int port) throws IOException {
        IpAddress local = Addresses.of(address);
        JdkExceptions.SOCKET.run(() -> Descriptors.socket(fd).bind(local, port));
    }

    static void listen(FileDescriptor fd, int backlog) throws IOException {
        JdkExceptions.SOCKET.run(() -> streamSocket(Descriptors.number(fd)).listen(backlog));
    }

    /** 1 if connected, else {@link #UNAVAILABLE} or {@link #INTERRUPTED}. */
    static int connect(FileDescriptor fd, InetAddress remote, int port) throws IOException {
        try {
            Socket socket = Descriptors.socket(fd);
            if (socket.connect(Addresses.of(remote), port)) {
                return 1;
            }
            return socket.isReleased() ? INTERRUPTED : UNAVAILABLE;
        } catch (PosixException e) {
            throw JdkExceptions.CONNECT.translate(e);
        }
    }

    /** 1 if a connection was accepted, else {@link #UNAVAILABLE} or {@link #INTERRUPTED}. */
    static int accept(FileDescriptor fd, FileDescriptor newFd, InetSocketAddress[] peer) throws IOException {
        try {
            StreamSocket listener = streamSocket(Descriptors.number(fd));
            StreamSocket connection = listener.accept();
            if (connection == null) {
                return listener.isReleased() ? INTERRUPTED : UNAVAILABLE;
            }
            handOver(connection, newFd, peer);
            return 1;
        } catch (PosixException e) {
            throw JdkExceptions.SOCKET.translate(e);
        }
    }

    private static void handOver(StreamSocket connection, FileDescriptor newFd, InetSocketAddress[] peer)
            throws PosixException {
        try {
            Endpoint remote = Objects.requireNonNull(connection.remote());
            peer[0] = new InetSocketAddress(Addresses.inet(remote.address()), remote.port());
            Descriptors.setNumber(newFd, Descriptors.table().open(connection));
        } catch (PosixException | OutOfMemoryError e) {
            connection.discard(); // nobody will ever close it
            throw e;
        }
    }

    static void shutdown(FileDescriptor fd, int how) throws IOException {
        try {
            Descriptors.socket(fd).shutdown(how != SHUT_WR, how != SHUT_RD);
        } catch (PosixException e) {
            // A peer that has reset the connection meanwhile is no failure of a shutdown.
            if (e.errno() != Errno.ENOTCONN) {
                throw JdkExceptions.SOCKET.translate(e);
            }
        }
    }

    static int option(int fd, int level, int number) throws SocketException {
        return JdkExceptions.SOCKET.asInt(
                () -> Descriptors.table().get(fd, Socket.class, Errno.ENOTSOCK).option(known(level, number)));
    }

    static void setOption(int fd, int level, int number, int value) throws SocketException {
        JdkExceptions.SOCKET.run(
                () -> Descriptors.table().get(fd, Socket.class, Errno.ENOTSOCK).setOption(known(level, number), value));
    }

    private static SocketOption known(int level, int number) throws PosixException {
        SocketOption option = SocketOption.of(level, number);
        if (option == null) {
            throw new PosixException(
                    Errno.ENOPROTOOPT, "Protocol not available: socket option " + number + " of level " + level);
        }
        return option;
    }

    static int poll(FileDescriptor fd, int events, long timeoutMillis) throws IOException {
        try {
            return Descriptors.file(fd).await(events, nanos(timeoutMillis));
        } catch (PosixException e) {
            return PollEvents.NVAL;
        }
    }

    static boolean pollConnect(int fd, long timeoutMillis) throws IOException {
        return JdkExceptions.CONNECT.get(() -> streamSocket(fd).finishConnect(nanos(timeoutMillis)));
    }

    /** Milliseconds of which a negative number means no limit, as nanoseconds of which the largest does. */
    static long nanos(long millis) {
        return millis < 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis);
    }

    static int available(FileDescriptor fd) throws IOException {
        try {
            OpenFile file = Descriptors.file(fd);
            return file.available();
        } catch (PosixException e) {
            throw JdkExceptions.SOCKET.translate(e);
        }
    }

    /** 0, or {@link #UNAVAILABLE} for a membership of one source, which this stack does not have. */
    static int joinOrDrop(boolean join, FileDescriptor fd, int group, int source) throws IOException {
        if (source != 0) {
            return UNAVAILABLE;
        }
        try {
            DatagramSocket socket = datagramSocket(fd);
            if (join) {
                socket.joinGroup(IpAddress.ofV4(group));
            } else {
                socket.leaveGroup(IpAddress.ofV4(group));
            }
            return 0;
        } catch (PosixException e) {
            throw JdkExceptions.SOCKET.translate(e);
        }
    }

    static void setMulticastInterface(FileDescriptor fd, int address) throws IOException {
        JdkExceptions.SOCKET.run(() -> datagramSocket(fd).setOption(SocketOption.IP_MULTICAST_IF, address));
    }

    static int multicastInterface(FileDescriptor fd) throws IOException {
        return JdkExceptions.SOCKET.asInt(() -> datagramSocket(fd).option(SocketOption.IP_MULTICAST_IF));
    }
}
