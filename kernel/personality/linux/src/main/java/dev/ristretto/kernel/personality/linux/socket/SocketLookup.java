package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.SignalledThread;
import dev.ristretto.kernel.posix.Wait;
import dev.ristretto.kernel.posix.local.LocalSocket;
import dev.ristretto.kernel.posix.socket.OpenSocket;
import dev.ristretto.kernel.posix.socket.PeerCredentials;
import dev.ristretto.kernel.posix.socket.Socket;

/** What all calls on sockets share: from descriptors to sockets and back, and the ends of waits. */
final class SocketLookup {
    private SocketLookup() {}

    /** The socket that the first argument stands for; EBADF, ENOTSOCK. */
    static OpenSocket socket(Caller caller) throws PosixException {
        return caller.process().descriptors().get(caller.intArgument(0), OpenSocket.class, Errno.ENOTSOCK);
    }

    /** A new descriptor for a file; EMFILE if there is none left. */
    static int open(Caller caller, OpenFile file, boolean closeOnExecute) throws PosixException {
        return caller.process().descriptors().open(file, closeOnExecute);
    }

    /** The family of a socket. */
    static int family(OpenSocket socket) {
        return switch (socket) {
            case Socket internet -> SocketNumbers.AF_INET;
            case LocalSocket local -> SocketNumbers.AF_UNIX;
            default -> SocketNumbers.AF_NETLINK;
        };
    }

    /** Who the caller is to the other end of a local socket. */
    static PeerCredentials credentials(Caller caller) {
        return new PeerCredentials(caller.processId(), caller.process().credentials());
    }

    /** When a wait of so many nanoseconds is over; {@link Wait#FOREVER} for one that never is. */
    static long deadline(long patience) {
        return patience == Wait.FOREVER ? patience : System.nanoTime() + patience;
    }

    /** How many nanoseconds are left until then. */
    static long left(long deadline) {
        return deadline == Wait.FOREVER ? deadline : Math.max(0, deadline - System.nanoTime());
    }

    /** Why a wait has ended without what was waited for: EBADF, EINTR, or {@code overTime}. */
    static PosixException endOfWait(Caller caller, OpenSocket socket, long deadline, Errno overTime) {
        if (socket.isReleased()) {
            return new PosixException(Errno.EBADF);
        }
        boolean signalled = caller.isSignalled()
                || Thread.currentThread() instanceof SignalledThread thread && thread.isSignalled();
        return new PosixException(signalled || deadline == Wait.FOREVER ? Errno.EINTR : overTime);
    }
}
