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
public final class JdkExceptions {
    /** For reads, writes and everything that is not about addresses. */
    public static final ErrorTranslator<IOException> IO = failure -> new IOException(failure.getMessage());

    /** For operations on sockets (handleSocketError in the JDK's Net.c). */
    public static final ErrorTranslator<SocketException> SOCKET = JdkExceptions::socket;

    /** For reads of TCP sockets, whose reset the JDK tells from other failures. */
    public static final ErrorTranslator<IOException> STREAM_READ = failure -> failure.errno() == Errno.ECONNRESET
            ? new ConnectionResetException("Connection reset")
            : IO.translate(failure);

    /** For datagrams, where a refused connection is an unreachable port. */
    public static final ErrorTranslator<IOException> DATAGRAM = failure -> failure.errno() == Errno.ECONNREFUSED
            ? new PortUnreachableException(failure.getMessage())
            : socket(failure);

    /** As {@link #SOCKET}, for connecting, where EPROTO can occur. */
    public static final ErrorTranslator<IOException> CONNECT =
            failure -> failure.errno() == Errno.EPROTO ? new ProtocolException(failure.getMessage()) : socket(failure);

    private JdkExceptions() {}

    private static SocketException socket(PosixException failure) {
        String message = failure.getMessage();
        return switch (failure.errno()) {
            case ECONNREFUSED, ETIMEDOUT, ENOTCONN -> new ConnectException(message);
            case EHOSTUNREACH -> new NoRouteToHostException(message);
            case EADDRINUSE, EADDRNOTAVAIL, EACCES, EPERM -> new BindException(message);
            default -> new SocketException(message);
        };
    }
}
