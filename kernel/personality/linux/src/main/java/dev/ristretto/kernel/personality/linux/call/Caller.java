package dev.ristretto.kernel.personality.linux.call;

import dev.ristretto.kernel.personality.linux.memory.MemoryAreas;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.Process;

/** The thread of a program that makes a system call. */
public interface Caller {
    /** An argument, from 0 to 5. */
    long argument(int index);

    /** An argument of four bytes with a sign: descriptors, flags. */
    default int intArgument(int index) {
        return (int) argument(index);
    }

    /** The memory of its process. */
    UserMemory memory();

    /** What its process has mapped. */
    MemoryAreas areas();

    /** Its process. */
    Process process();

    /** Whether a signal waits for it, so that it may not wait longer: the call fails with EINTR. */
    boolean isSignalled();

    /**
     * Blocks other signals than before until what it returns is closed (ppoll, pselect6, epoll_pwait). If the wait in
     * between was ended by a signal, that is delivered by this mask although the old one is back then.
     *
     * @param mask a bit for each signal that is blocked, the lowest for signal 1
     */
    default SignalMaskScope withSignalMask(long mask) {
        return () -> {};
    }

    /** The number of its process. */
    default int processId() {
        return 1;
    }

    /** Its own number, which is that of its process for the first thread. */
    default int threadId() {
        return processId();
    }

    /** Tells it that it has written to what nobody reads any more: SIGPIPE. The call goes on, and fails with EPIPE. */
    default void brokenPipe() {}
}
