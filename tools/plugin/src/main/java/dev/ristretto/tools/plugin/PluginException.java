package dev.ristretto.tools.plugin;

/** An image cannot be made or run; the message says why and what to do. */
public final class PluginException extends Exception {
    private static final long serialVersionUID = 1;

    public PluginException(String message) {
        super(message);
    }

    public PluginException(String message, Throwable cause) {
        super(message, cause);
    }
}
