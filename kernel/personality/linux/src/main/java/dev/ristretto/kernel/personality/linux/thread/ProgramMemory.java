package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.personality.linux.memory.FaultOutcome;
import dev.ristretto.kernel.personality.linux.memory.MemoryAreas;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;

/** The memory of a process, as its threads need it. Safe for use by several threads. */
public interface ProgramMemory {
    /** Copies to and from it. */
    UserMemory memory();

    /** What is mapped where. */
    MemoryAreas areas();

    /** Registers of a new thread in it, all zero. */
    UserContext newContext();

    /**
     * Sees to it that a thread can go on that has touched an address.
     *
     * @param error bits of {@link UserContext#faultError}
     */
    FaultOutcome fault(long address, long error);

    /** How many bytes are behind its pages. */
    long bytes();
}
