package dev.ristretto.kernel.personality.linux.socket;

import static dev.ristretto.kernel.personality.linux.socket.SocketNumbers.AF_INET;
import static dev.ristretto.kernel.personality.linux.socket.SocketNumbers.AF_NETLINK;
import static dev.ristretto.kernel.personality.linux.socket.SocketNumbers.AF_UNIX;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.local.LocalAddresses;
import dev.ristretto.kernel.posix.local.LocalSocket;
import dev.ristretto.kernel.posix.local.LocalType;
import dev.ristretto.kernel.posix.socket.DatagramSocket;
import dev.ristretto.kernel.posix.socket.Network;
import dev.ristretto.kernel.posix.socket.OpenSocket;
import dev.ristretto.kernel.posix.socket.StreamSocket;
import java.util.List;
import java.util.function.Supplier;

/**
 * The calls that make sockets: socket(2), socketpair(2).
 *
 * <p>There is no IPv6: AF_INET6 is answered EAFNOSUPPORT, upon which programs use IPv4 (Node binds to 0.0.0.0 instead
 * of ::, Go and Java probe, Python and glibc go on to the next address).
 */
final class SocketOpening {
    private final Supplier<Network> network;
    private final LocalAddresses addresses;

    SocketOpening(Supplier<Network> network, LocalAddresses addresses) {
        this.network = network;
        this.addresses = addresses;
    }

    void addTo(CallTable table) {
        table.set(SystemCalls.SOCKET, this::socket);
        table.set(SystemCalls.SOCKETPAIR, this::pair);
    }

    private long socket(Caller caller) throws PosixException {
        int flags = caller.intArgument(1) & ~SocketNumbers.TYPE_MASK;
        requireKnown(flags);
        int type = caller.intArgument(1) & SocketNumbers.TYPE_MASK;
        int protocol = caller.intArgument(2);
        OpenSocket socket = switch (caller.intArgument(0)) {
            case AF_INET -> internet(type, protocol);
            case AF_UNIX -> new LocalSocket(addresses, local(type, protocol), SocketLookup.credentials(caller));
            case AF_NETLINK -> netlink(caller, type, protocol);
            default -> throw new PosixException(Errno.EAFNOSUPPORT);
        };
        socket.setNonBlocking((flags & SocketNumbers.SOCK_NONBLOCK) != 0);
        return SocketLookup.open(caller, socket, (flags & SocketNumbers.SOCK_CLOEXEC) != 0);
    }

    static void requireKnown(int flags) throws PosixException {
        if ((flags & ~(SocketNumbers.SOCK_NONBLOCK | SocketNumbers.SOCK_CLOEXEC)) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
    }

    private OpenSocket internet(int type, int protocol) throws PosixException {
        boolean stream = type == OpenSocket.STREAM;
        if (!stream && type != OpenSocket.DATAGRAM) {
            throw refused(type);
        }
        int own = stream ? SocketNumbers.IPPROTO_TCP : SocketNumbers.IPPROTO_UDP;
        if (protocol != SocketNumbers.IPPROTO_IP && protocol != own) {
            throw new PosixException(protocol < 0 || protocol > 255 ? Errno.EINVAL : Errno.EPROTONOSUPPORT);
        }
        return stream ? new StreamSocket(network.get()) : new DatagramSocket(network.get());
    }

    private static LocalType local(int type, int protocol) throws PosixException {
        if (protocol != 0 && protocol != AF_UNIX) {
            throw new PosixException(Errno.EPROTONOSUPPORT);
        }
        return switch (type) {
            case OpenSocket.STREAM -> LocalType.STREAM;
            case OpenSocket.DATAGRAM, SocketNumbers.SOCK_RAW -> LocalType.DATAGRAM;
            case OpenSocket.SEQUENCED -> LocalType.SEQUENCED;
            default -> throw refused(type);
        };
    }

    private OpenSocket netlink(Caller caller, int type, int protocol) throws PosixException {
        if (type != SocketNumbers.SOCK_RAW && type != OpenSocket.DATAGRAM) {
            throw refused(type);
        }
        if (protocol != SocketNumbers.NETLINK_ROUTE) {
            throw new PosixException(Errno.EPROTONOSUPPORT);
        }
        return new RouteSocket(network.get(), type, caller.processId());
    }

    /** Of the types between 1 and the last one some are of no use here; what lies beyond is none. */
    private static PosixException refused(int type) {
        return new PosixException(type < 0 || type > SocketNumbers.SOCK_PACKET ? Errno.EINVAL : Errno.ESOCKTNOSUPPORT);
    }

    private long pair(Caller caller) throws PosixException {
        int flags = caller.intArgument(1) & ~SocketNumbers.TYPE_MASK;
        requireKnown(flags);
        int family = caller.intArgument(0);
        if (family != AF_UNIX) {
            throw new PosixException(family == AF_INET ? Errno.EOPNOTSUPP : Errno.EAFNOSUPPORT);
        }
        LocalType type = local(caller.intArgument(1) & SocketNumbers.TYPE_MASK, caller.intArgument(2));
        List<LocalSocket> pair = LocalSocket.pair(addresses, type, SocketLookup.credentials(caller));
        boolean closeOnExecute = (flags & SocketNumbers.SOCK_CLOEXEC) != 0;
        pair.forEach(socket -> socket.setNonBlocking((flags & SocketNumbers.SOCK_NONBLOCK) != 0));
        int left = SocketLookup.open(caller, pair.get(0), closeOnExecute);
        int right = -1;
        try {
            right = SocketLookup.open(caller, pair.get(1), closeOnExecute);
            UserMemory memory = caller.memory();
            memory.putLong(caller.argument(3), left | (long) right << Integer.SIZE);
            return 0;
        } catch (PosixException e) {
            caller.process().descriptors().close(left);
            if (right >= 0) {
                caller.process().descriptors().close(right);
            }
            throw e;
        }
    }
}
