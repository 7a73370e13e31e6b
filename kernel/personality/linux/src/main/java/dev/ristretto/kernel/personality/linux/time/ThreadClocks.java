package dev.ristretto.kernel.personality.linux.time;

import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.PosixException;

/** How long threads and processes of programs have run, in nanoseconds. */
public interface ThreadClocks {
    /**
     * A thread.
     *
     * @param thread a number of a thread, 0 for the caller
     * @throws PosixException EINVAL if the caller's process has none of that number
     */
    long ofThread(Caller caller, int thread) throws PosixException;

    /**
     * All threads of a process.
     *
     * @param process a number of a process, 0 for the caller's
     * @throws PosixException EINVAL if there is none of that number
     */
    long ofProcess(Caller caller, int process) throws PosixException;
}
