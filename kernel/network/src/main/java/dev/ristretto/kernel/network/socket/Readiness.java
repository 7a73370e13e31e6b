package dev.ristretto.kernel.network.socket;

/**
 * What a socket is ready for: a set of bits with the meaning of poll(2).
 *
 * <p>Fresh TCP sockets are {@code WRITABLE | HANGUP} as under Linux; a connecting one is nothing; a failed one is
 * {@code READABLE | WRITABLE | ERROR | HANGUP | READ_HANGUP}.
 */
public final class Readiness {
    /**
     * A read (or accept) does not block: there is data, the end of the stream, an error or a connection to accept.
     * POLLIN.
     */
    public static final int READABLE = 1;
    /** A write does not block: a fair part of the send buffer is free, or it would fail at once. POLLOUT. */
    public static final int WRITABLE = 2;
    /** An error is pending, see {@link NetworkSocket#takeError}. POLLERR. */
    public static final int ERROR = 4;
    /** Both directions of the connection are shut. POLLHUP. */
    public static final int HANGUP = 8;
    /** The peer has shut its output, or this side its input. POLLRDHUP. */
    public static final int READ_HANGUP = 16;

    private Readiness() {}
}
