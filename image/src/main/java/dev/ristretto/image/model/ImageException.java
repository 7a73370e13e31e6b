package dev.ristretto.image.model;

/**
 * Something is wrong with an image, its name or the store: the message tells the facts in a line, fit to be shown
 * without a stack trace. What to do about it is for those to say who know how they were asked; subclasses give them the
 * facts one by one.
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
