package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.memory.UserRange;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.socket.OpenSocket;
import dev.ristretto.kernel.posix.socket.SocketMessage;
import dev.ristretto.kernel.posix.socket.SocketName;

/** The calls that move bytes with an address at most: sendto(2), recvfrom(2), which are also send(2) and recv(2). */
final class TransferCalls {
    private final Destinations destinations;

    TransferCalls(Destinations destinations) {
        this.destinations = destinations;
    }

    void addTo(CallTable table) {
        table.set(SystemCalls.SENDTO, this::send);
        table.set(SystemCalls.RECVFROM, this::receive);
    }

    private long send(Caller caller) throws PosixException {
        OpenSocket socket = SocketLookup.socket(caller);
        SocketMessage message = new SocketMessage();
        if (caller.argument(4) != 0) {
            byte[] address = SocketAddresses.bytes(caller.memory(), caller.argument(4), caller.intArgument(5));
            message.setName(destinations.find(caller, socket, address));
        }
        message.setCredentials(SocketLookup.credentials(caller));
        return new Sending(caller, socket, message, caller.intArgument(3)).send(range(caller));
    }

    private long receive(Caller caller) throws PosixException {
        OpenSocket socket = SocketLookup.socket(caller);
        SocketMessage message = new SocketMessage();
        try {
            long count = new Receiving(caller, socket, message, caller.intArgument(3)).receive(range(caller));
            SocketName name = message.name();
            byte[] address = name == null ? new byte[0] : SocketAddresses.bytes(name, SocketLookup.family(socket));
            SocketAddresses.give(caller, address, caller.argument(4), caller.argument(5));
            return count;
        } finally {
            message.files().forEach(OpenFile::dropDescriptor); // there is no room to tell of them
        }
    }

    private static UserRange range(Caller caller) {
        long length = caller.argument(2);
        return new UserRange(caller.argument(1), length < 0 ? Integer.MAX_VALUE : Math.min(length, Integer.MAX_VALUE));
    }
}
