package dev.ristretto.kernel.posix.socket;

import dev.ristretto.kernel.network.ip.Endpoint;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.NetworkOption;
import dev.ristretto.kernel.network.socket.NetworkSocket;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * An open socket of IPv4. Ports are 0 to 65535, as in the network library. Safe for use by several threads.
 */
public abstract sealed class Socket extends OpenSocket permits StreamSocket, DatagramSocket {
    final Network network;
    private final NetworkSocket socket;
    private final int type;
    private volatile int typeOfService;

    /** A socket whose SO_TYPE is {@code type}. */
    Socket(Network network, NetworkSocket socket, int type) {
        this.network = network;
        this.socket = socket;
        this.type = type;
    }

    /** bind(2); {@link IpAddress#ANY} stands for all own addresses, port 0 for a free one. */
    public final void bind(IpAddress address, int port) throws PosixException {
        if (!address.isAny() && !address.isMulticast()) {
            awaitRoute(address);
        }
        try {
            socket.bind(address, port);
        } catch (NetworkException e) {
            throw NetworkErrors.translate(e);
        }
    }

    /**
     * connect(2); waits for the connection if this socket blocks.
     *
     * @return true if connected; false if it is under way, or if the socket was closed meanwhile
     */
    public final boolean connect(IpAddress address, int port) throws PosixException {
        IpAddress target = address.isAny() ? IpAddress.LOOPBACK : address;
        awaitRoute(target);
        try {
            return connectTo(target, port);
        } catch (NetworkException e) {
            throw NetworkErrors.translate(e);
        }
    }

    /** {@link #connect} once the link has what it needs for a route. */
    abstract boolean connectTo(IpAddress address, int port) throws PosixException, NetworkException;

    @Override
    public final int type() {
        return type;
    }

    @Override
    public final SocketName localName() {
        return new InternetName(local());
    }

    @Override
    public SocketName peerName() throws PosixException {
        Endpoint peer = remote();
        if (peer == null) {
            throw new PosixException(Errno.ENOTCONN);
        }
        return new InternetName(peer);
    }

    /** getsockname(2): the address is {@link IpAddress#ANY} if bound to no particular one, the port 0 if not bound. */
    public final Endpoint local() {
        return socket.local();
    }

    /** getpeername(2); null if there is no peer. */
    public final @Nullable Endpoint remote() {
        return socket.remote();
    }

    @Override
    public final int available() {
        return socket.available();
    }

    @Override
    public final @Nullable Errno takeError() {
        NetworkError error = socket.takeError();
        return error == null ? null : NetworkErrors.errno(error);
    }

    /**
     * getsockopt(2) for options that are an int; flags are 0 or 1, a linger that is off is -1.
     *
     * @throws PosixException ENOPROTOOPT if this socket does not have the option
     */
    public int option(SocketOption option) throws PosixException {
        return switch (option) {
            case SO_TYPE -> type;
            case SO_ERROR -> {
                Errno error = takeError();
                yield error == null ? 0 : error.number();
            }
            case IP_TOS -> typeOfService;
            default -> {
                try {
                    yield socket.option(inNetwork(option));
                } catch (UnsupportedOperationException e) {
                    throw new PosixException(Errno.ENOPROTOOPT);
                }
            }
        };
    }

    /**
     * setsockopt(2); values as of {@link #option}.
     *
     * @throws PosixException ENOPROTOOPT if this socket does not have the option, EINVAL if it does not take the value
     */
    public void setOption(SocketOption option, int value) throws PosixException {
        if (option == SocketOption.IP_TOS) {
            typeOfService = value & 0xff;
            return;
        }
        try {
            socket.setOption(inNetwork(option), value);
        } catch (UnsupportedOperationException e) {
            throw new PosixException(Errno.ENOPROTOOPT);
        } catch (IllegalArgumentException e) {
            throw new PosixException(Errno.EINVAL);
        }
    }

    private static NetworkOption inNetwork(SocketOption option) throws PosixException {
        NetworkOption known = option.inNetwork();
        if (known == null) {
            throw new PosixException(Errno.ENOPROTOOPT);
        }
        return known;
    }

    /** Before anything is sent to {@code address}: waits until the link has an address, if it is getting one. */
    final void awaitRoute(IpAddress address) {
        if (!network.stack().isLocalAddress(address)) {
            network.awaitConfiguration();
        }
    }

    /** Whoever reads or writes while another thread closes the socket was interrupted; all else is a failure. */
    final int failed(NetworkException e) throws PosixException {
        if (e.error() == NetworkError.CLOSED && isReleased()) {
            return INTERRUPTED;
        }
        throw NetworkErrors.translate(e);
    }
}
