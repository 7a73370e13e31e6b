package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.local.LocalSocket;
import dev.ristretto.kernel.posix.socket.InternetName;
import dev.ristretto.kernel.posix.socket.OpenSocket;
import dev.ristretto.kernel.posix.socket.Socket;

/** The calls about names of sockets: bind(2), getsockname(2), getpeername(2). */
final class SocketNameCalls {
    void addTo(CallTable table) {
        table.set(SystemCalls.BIND, this::bind);
        table.set(SystemCalls.GETSOCKNAME, this::localName);
        table.set(SystemCalls.GETPEERNAME, this::peerName);
    }

    private long bind(Caller caller) throws PosixException {
        OpenSocket socket = SocketLookup.socket(caller);
        byte[] address = SocketAddresses.bytes(caller.memory(), caller.argument(1), caller.intArgument(2));
        switch (socket) {
            case Socket internet -> bind(internet, address);
            case LocalSocket local -> local.bind(SocketAddresses.local(address), caller.process());
            case RouteSocket route -> route.bind(address);
            default -> throw new PosixException(Errno.EOPNOTSUPP);
        }
        return 0;
    }

    /** An address of no family will do if it is 0.0.0.0, for the sake of old programs (bind(2) of Linux). */
    private static void bind(Socket socket, byte[] address) throws PosixException {
        InternetName name = SocketAddresses.internet(address, true);
        boolean unspecified = SocketAddresses.family(address) == SocketNumbers.AF_UNSPEC;
        if (unspecified && !name.address().isAny()) {
            throw new PosixException(Errno.EAFNOSUPPORT);
        }
        socket.bind(name.address(), name.port());
    }

    private long localName(Caller caller) throws PosixException {
        OpenSocket socket = SocketLookup.socket(caller);
        give(caller, SocketAddresses.bytes(socket.localName(), SocketLookup.family(socket)));
        return 0;
    }

    private long peerName(Caller caller) throws PosixException {
        OpenSocket socket = SocketLookup.socket(caller);
        give(caller, SocketAddresses.bytes(socket.peerName(), SocketLookup.family(socket)));
        return 0;
    }

    private static void give(Caller caller, byte[] name) throws PosixException {
        if (caller.argument(1) == 0) {
            throw new PosixException(Errno.EFAULT);
        }
        SocketAddresses.give(caller, name, caller.argument(1), caller.argument(2));
    }
}
