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
}
