package dev.ristretto.tools.cli.terminal;

/** A command cannot do what was asked. The message is one or two lines: what is wrong and what to do about it. */
public final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Failure(String message) {
        super(message);
    }

    public Failure(String message, Throwable cause) {
        super(message, cause);
    }
}
