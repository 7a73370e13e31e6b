package dev.ristretto.kernel.posix.socket;

import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.Readiness;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;

/** From the words of the network stack to those of POSIX. */
final class NetworkErrors {
    private NetworkErrors() {}

    static PosixException translate(NetworkException failure) {
        return new PosixException(errno(failure.error()));
    }

    static Errno errno(NetworkError error) {
        return switch (error) {
            case CONNECTION_REFUSED -> Errno.ECONNREFUSED;
            case CONNECTION_RESET -> Errno.ECONNRESET;
            case CONNECTION_ABORTED -> Errno.ECONNABORTED;
            case TIMED_OUT -> Errno.ETIMEDOUT;
            case ADDRESS_IN_USE -> Errno.EADDRINUSE;
            case ADDRESS_NOT_AVAILABLE -> Errno.EADDRNOTAVAIL;
            case HOST_UNREACHABLE -> Errno.EHOSTUNREACH;
            case NETWORK_UNREACHABLE -> Errno.ENETUNREACH;
            case BROKEN_PIPE -> Errno.EPIPE;
            case NOT_CONNECTED -> Errno.ENOTCONN;
            case ALREADY_CONNECTED -> Errno.EISCONN;
            case ALREADY_CONNECTING -> Errno.EALREADY;
            case INVALID -> Errno.EINVAL;
            case ACCESS_DENIED -> Errno.EACCES;
            case MESSAGE_TOO_LONG -> Errno.EMSGSIZE;
            case DESTINATION_REQUIRED -> Errno.EDESTADDRREQ;
            case NO_BUFFERS -> Errno.ENOBUFS;
            case CLOSED -> Errno.EBADF;
        };
    }

    /** Bits of {@link PollEvents} for bits of {@link Readiness}. */
    static int pollEvents(int readiness) {
        return ((readiness & Readiness.READABLE) != 0 ? PollEvents.IN : 0)
                | ((readiness & Readiness.WRITABLE) != 0 ? PollEvents.OUT : 0)
                | ((readiness & Readiness.ERROR) != 0 ? PollEvents.ERR : 0)
                | ((readiness & Readiness.HANGUP) != 0 ? PollEvents.HUP : 0)
                | ((readiness & Readiness.READ_HANGUP) != 0 ? PollEvents.RDHUP : 0);
    }
}
