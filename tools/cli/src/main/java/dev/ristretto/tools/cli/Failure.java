package dev.ristretto.tools.cli;

/** A command cannot do what was asked. The message is one or two lines: what is wrong and what to do about it. */
final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Failure(String message) {
        super(message);
    }

    Failure(String message, Throwable cause) {
        super(message, cause);
    }
}
