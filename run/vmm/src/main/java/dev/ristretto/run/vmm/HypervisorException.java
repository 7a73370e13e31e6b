package dev.ristretto.run.vmm;

/** An instance cannot be started or reached. The message is one or two lines: what is wrong and what to do about it. */
public final class HypervisorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public HypervisorException(String message) {
        super(message);
    }

    public HypervisorException(String message, Throwable cause) {
        super(message, cause);
    }
}
