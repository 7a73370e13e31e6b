package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.local.LocalAddresses;
import dev.ristretto.kernel.posix.local.LocalName;
import dev.ristretto.kernel.posix.local.LocalSocket;
import dev.ristretto.kernel.posix.local.LocalTarget;
import dev.ristretto.kernel.posix.socket.DatagramSocket;
import dev.ristretto.kernel.posix.socket.OpenSocket;
import dev.ristretto.kernel.posix.socket.SocketName;
import org.jspecify.annotations.Nullable;

/** Whom the address of a message means. */
final class Destinations {
    private final LocalAddresses addresses;

    Destinations(LocalAddresses addresses) {
        this.addresses = addresses;
    }

    /**
     * The destination for an address that a program has given; null for the peer: a stream of IPv4 looks at no address.
     *
     * @throws PosixException EINVAL, EAFNOSUPPORT if the address is wrong, ECONNREFUSED, ENOENT if nobody has it,
     *     EISCONN if the socket has a connection
     */
    @Nullable
    SocketName find(Caller caller, OpenSocket socket, byte[] address) throws PosixException {
        return switch (socket) {
            case DatagramSocket datagrams -> SocketAddresses.internet(address, true);
            case LocalSocket local -> new LocalTarget(local(caller, local, address));
            default -> null;
        };
    }

    private LocalSocket local(Caller caller, LocalSocket socket, byte[] address) throws PosixException {
        if (socket.type() != OpenSocket.DATAGRAM) {
            throw new PosixException(socket.hasPeer() ? Errno.EISCONN : Errno.EOPNOTSUPP);
        }
        LocalName name = SocketAddresses.local(address);
        if (name == null) {
            throw new PosixException(Errno.EINVAL);
        }
        return addresses.find(name, caller.process());
    }
}
