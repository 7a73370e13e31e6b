package dev.ristretto.kernel.personality.jdk;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolException;
import java.net.SocketException;
import sun.net.ConnectionResetException;

/** The exceptions that the JDK throws on Linux for an errno. */
final class Failures {
    private Failures() {}

    /** For reads, writes and everything that is not about addresses. */
    static IOException io(PosixException failure) {
        return new IOException(failure.getMessage());
    }

    /** For operations on sockets (handleSocketError in the JDK's Net.c). */
    static SocketException socket(PosixException failure) {
        String message = failure.getMessage();
        return switch (failure.errno()) {
            case ECONNREFUSED, ETIMEDOUT, ENOTCONN -> new ConnectException(message);
            case EHOSTUNREACH -> new NoRouteToHostException(message);
            case EADDRINUSE, EADDRNOTAVAIL, EACCES, EPERM -> new BindException(message);
            default -> new SocketException(message);
        };
    }

    /** For reads of TCP sockets, whose reset the JDK tells from other failures. */
    static IOException streamRead(PosixException failure) {
        return failure.errno() == Errno.ECONNRESET ? new ConnectionResetException("Connection reset") : io(failure);
    }

    /** For datagrams, where a refused connection is an unreachable port. */
    static IOException datagram(PosixException failure) {
        return failure.errno() == Errno.ECONNREFUSED
                ? new PortUnreachableException(failure.getMessage())
                : socket(failure);
    }

    /** As {@link #socket}, for connecting, where EPROTO can occur. */
    static IOException connect(PosixException failure) {
        return failure.errno() == Errno.EPROTO ? new ProtocolException(failure.getMessage()) : socket(failure);
    }
}
