package dev.ristretto.kernel.network.socket;

/**
 * A socket operation failed. Has no stack trace: such failures are everyday events, and the caller turns them into an
 * error number or an exception of its own.
 */
public final class NetworkException extends Exception {
    private static final long serialVersionUID = 1;

    private final NetworkError error;

    /** A failure with the usual text of its error. */
    public NetworkException(NetworkError error) {
        this(error, error.message());
    }

    /** A failure with a text that names the thing. */
    public NetworkException(NetworkError error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    /** The kind of failure. */
    public NetworkError error() {
        return error;
    }
}
