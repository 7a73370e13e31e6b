package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.socket.OpenSocket;
import dev.ristretto.kernel.posix.socket.Socket;

/** The calls about options of sockets: setsockopt(2), getsockopt(2). */
final class OptionCalls {
    /** Bytes of the longest value that is looked at. */
    private static final int LONGEST_VALUE = 256;

    private final OptionLevel ofSockets = new SocketLevel();
    private final OptionLevel ofInternet = new InternetLevel();
    private final OptionLevel ofTcp = new TcpLevel();

    void addTo(CallTable table) {
        table.set(SystemCalls.SETSOCKOPT, this::set);
        table.set(SystemCalls.GETSOCKOPT, this::get);
    }

    private long set(Caller caller) throws PosixException {
        OpenSocket socket = SocketLookup.socket(caller);
        int length = caller.intArgument(4);
        if (length < 0) {
            throw new PosixException(Errno.EINVAL);
        }
        byte[] value = caller.memory().bytes(caller.argument(3), Math.min(length, LONGEST_VALUE));
        level(socket, caller.intArgument(1)).set(socket, caller.intArgument(2), value);
        return 0;
    }

    private long get(Caller caller) throws PosixException {
        OpenSocket socket = SocketLookup.socket(caller);
        UserMemory memory = caller.memory();
        int room = memory.getInt(caller.argument(4));
        if (room < 0) {
            throw new PosixException(Errno.EINVAL);
        }
        byte[] value = level(socket, caller.intArgument(1)).get(socket, caller.intArgument(2));
        int length = Math.min(room, value.length);
        memory.write(caller.argument(3), value, 0, length);
        memory.putInt(caller.argument(4), length);
        return 0;
    }

    /** ENOPROTOOPT for a level that a socket of IPv4 does not have, EOPNOTSUPP for one that has no levels. */
    private OptionLevel level(OpenSocket socket, int level) throws PosixException {
        if (level == SocketNumbers.SOL_SOCKET) {
            return ofSockets;
        }
        if (!(socket instanceof Socket)) {
            throw new PosixException(Errno.EOPNOTSUPP);
        }
        return switch (level) {
            case SocketNumbers.IPPROTO_IP -> ofInternet;
            case SocketNumbers.IPPROTO_TCP -> ofTcp;
            default -> throw new PosixException(Errno.ENOPROTOOPT);
        };
    }
}
