package dev.ristretto.run.host;

/** A port of this computer cannot be listened on. The message is one line: which port, why, and what to do about it. */
public final class PortUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PortUnavailableException(String message) {
        super(message);
    }

    PortUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
