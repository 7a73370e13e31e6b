package dev.ristretto.kernel.personality.linux.call;

import dev.ristretto.kernel.posix.PosixException;

/** Answers a system call of Linux. */
@FunctionalInterface
public interface SystemCall {
    /**
     * Does what was asked for.
     *
     * @return what the program finds in its register, not below 0
     * @throws PosixException with the number of the error that the program finds there instead
     */
    long call(Caller caller) throws PosixException;
}
