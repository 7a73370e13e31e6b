package dev.ristretto.kernel.posix;

import org.jspecify.annotations.Nullable;

/**
 * An open socket of IPv4. Addresses are {@code int} values in network order, ports 0 to 65535, as in the network library.
 * Safe for use by several threads.
 */
public abstract sealed class Socket extends OpenFile permits StreamSocket, DatagramSocket {
    final Network network;

    Socket(Network network) {
        this.network = network;
    }

    /** bind(2); address 0 stands for all own ones, port 0 for a free one. */
    public abstract void bind(int address, int port) throws PosixException;

    /**
     * connect(2); waits for the connection if this socket blocks.
     *
     * @return true if connected; false if it is under way, or if the socket was closed meanwhile
     */
    public abstract boolean connect(int address, int port) throws PosixException;

    /** shutdown(2). */
    public abstract void shutdown(boolean input, boolean output) throws PosixException;

    /** Own address, 0 if bound to none. */
    public abstract int localAddress();

    /** Own port, 0 if not bound. */
    public abstract int localPort();

    /** Address of the peer, 0 if there is none. */
    public abstract int remoteAddress();

    /** Port of the peer, 0 if there is none. */
    public abstract int remotePort();

    /**
     * The pending error, which is thereby cleared (SO_ERROR); null if there is none.
     */
    public abstract @Nullable Errno takeError();

    /**
     * getsockopt(2) for options that are an int; flags are 0 or 1, a linger that is off is -1.
     *
     * @throws PosixException ENOPROTOOPT if this socket does not have the option
     */
    public abstract int option(SocketOption option) throws PosixException;

    /**
     * setsockopt(2); values as of {@link #option}.
     *
     * @throws PosixException ENOPROTOOPT if this socket does not have the option, EINVAL if it does not take the value
     */
    public abstract void setOption(SocketOption option, int value) throws PosixException;

    /** Before anything is sent to {@code address}: waits until the link has an address, if it is getting one. */
    final void awaitRoute(int address) {
        if (!network.stack().isLocalAddress(address)) {
            network.awaitConfiguration();
        }
    }
}
