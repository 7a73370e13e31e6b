package dev.ristretto.kernel.posix;

/**
 * An operation failed for the reason {@link #errno()}.
 *
 * <p>It has no stack trace: a front door turns it at once into its own form of failure (an IOException with a trace, a
 * negative system-call result), and filling a trace in twice is dear.
 */
public final class PosixException extends Exception {
    private static final long serialVersionUID = 1;

    private final Errno errno;

    /** A failure with the usual text of {@code errno}. */
    public PosixException(Errno errno) {
        this(errno, errno.text());
    }

    /** A failure whose text says more than the usual text of {@code errno}. */
    public PosixException(Errno errno, String message) {
        super(message, null, false, false);
        this.errno = errno;
    }

    /** Why it failed. */
    public Errno errno() {
        return errno;
    }
}
