package dev.ristretto.kernel.network.socket;

/** Why a socket operation failed; each constant names the POSIX error number that it stands for. */
public enum NetworkError {
    /** ECONNREFUSED: nobody listens there. */
    CONNECTION_REFUSED("ECONNREFUSED", "connection refused"),
    /** ECONNRESET: the peer ended the connection abruptly. */
    CONNECTION_RESET("ECONNRESET", "connection reset by peer"),
    /** ECONNABORTED: the connection was ended on this side. */
    CONNECTION_ABORTED("ECONNABORTED", "connection aborted"),
    /** ETIMEDOUT: the peer does not answer. */
    TIMED_OUT("ETIMEDOUT", "connection timed out"),
    /** EADDRINUSE: another socket has this address and port. */
    ADDRESS_IN_USE("EADDRINUSE", "address already in use"),
    /** EADDRNOTAVAIL: not an address of this machine, or no port is left. */
    ADDRESS_NOT_AVAILABLE("EADDRNOTAVAIL", "cannot assign requested address"),
    /** EHOSTUNREACH: no answer to ARP, or a router says so. */
    HOST_UNREACHABLE("EHOSTUNREACH", "no route to host"),
    /** ENETUNREACH: there is no route. */
    NETWORK_UNREACHABLE("ENETUNREACH", "network is unreachable"),
    /** EPIPE: this side has shut its output, or the connection is over. */
    BROKEN_PIPE("EPIPE", "broken pipe"),
    /** ENOTCONN: the operation needs a connection. */
    NOT_CONNECTED("ENOTCONN", "socket is not connected"),
    /** EISCONN: the socket is connected already. */
    ALREADY_CONNECTED("EISCONN", "socket is already connected"),
    /** EALREADY: a connection attempt is under way. */
    ALREADY_CONNECTING("EALREADY", "connection attempt already in progress"),
    /** EINVAL: not possible in this state of the socket. */
    INVALID("EINVAL", "invalid argument"),
    /** EACCES: sending to a broadcast address needs {@link NetworkOption#BROADCAST}. */
    ACCESS_DENIED("EACCES", "permission denied"),
    /** EMSGSIZE: the datagram is too long. */
    MESSAGE_TOO_LONG("EMSGSIZE", "message too long"),
    /** EDESTADDRREQ: an unconnected socket needs a destination. */
    DESTINATION_REQUIRED("EDESTADDRREQ", "destination address required"),
    /** ENOBUFS: a bound of the stack is reached (connections, sockets). */
    NO_BUFFERS("ENOBUFS", "no buffer space available"),
    /** EBADF: the socket has been closed. */
    CLOSED("EBADF", "socket is closed");

    private final String posixName;
    private final String message;

    NetworkError(String posixName, String message) {
        this.posixName = posixName;
        this.message = message;
    }

    /** The symbol of errno.h, for example {@code ECONNREFUSED}. */
    public String posixName() {
        return posixName;
    }

    /** The usual text, for example {@code connection refused}. */
    public String message() {
        return message;
    }
}
