package dev.ristretto.run.share;

/** Linux has refused a system call, or a request is refused with one of Linux's numbers. Without a stack trace. */
final class CallFault extends Exception {
    private static final long serialVersionUID = 1;

    private final int number;

    /** @param number one of {@link dev.ristretto.abi.linux.ErrorNumbers} */
    CallFault(int number) {
        super("error " + number, null, false, false);
        this.number = number;
    }

    /** Linux's error number. */
    int number() {
        return number;
    }
}
