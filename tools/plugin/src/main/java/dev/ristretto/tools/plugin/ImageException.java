package dev.ristretto.tools.plugin;

/** An image cannot be made or run; the message says why and what to do. */
public final class ImageException extends Exception {
    private static final long serialVersionUID = 1;

    public ImageException(String message) {
        super(message);
    }

    public ImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
