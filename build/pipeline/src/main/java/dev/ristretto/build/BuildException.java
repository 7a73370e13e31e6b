package dev.ristretto.build;

/**
 * An image cannot be built for a reason that the user can act on: the message names the thing, what was found and the
 * remedy, in a few lines that are fit to be shown without a stack trace.
 */
public class BuildException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error that is explained by its message alone. */
    public BuildException(String message) {
        super(message);
    }

    /** An error with the technical cause kept for logs. */
    public BuildException(String message, Throwable cause) {
        super(message, cause);
    }
}
