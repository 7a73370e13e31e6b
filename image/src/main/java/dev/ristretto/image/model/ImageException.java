package dev.ristretto.image.model;

/**
 * Something the user can act on went wrong: the message names the thing, what was found and the remedy, in one or two
 * lines, fit to be shown without a stack trace.
 */
public class ImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error that is explained by its message alone. */
    public ImageException(String message) {
        super(message);
    }

    /** An error with the technical cause kept for logs. */
    public ImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
